"""The command: reads the call, runs it, and tells what happened. Nothing is decided here.

The arguments go in; out come the exit status (0 done, 1 at least one error, 2 the call was wrong), the
problems on standard error, one a line, one line on standard output, and with `--json` the whole outcome.
`app.py` has the list of commands; each is a file of its own.
"""

from report.command.app import main, with_command

__all__ = ["main", "with_command"]
