"""`python -m report` is `attest`."""

from report.cli import main

main()
