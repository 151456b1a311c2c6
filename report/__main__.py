"""Where the program starts: `attest`, `python -m report` and compile.py all come here.

The arguments are those of the process; it ends with the command's exit status.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import NoReturn


def main(home: Path = Path()) -> NoReturn:
    """Run the command. `home` is the folder of the dossier when the call names none."""
    sys.unraisablehook = interrupt_again
    try:
        # Here, so that Ctrl-C while the libraries load ends it as quietly as later.
        from report.command import main as run  # noqa: PLC0415

        run(home=home)
    except KeyboardInterrupt:
        sys.exit(130)


def interrupt_again(lost: sys.UnraisableHookArgs) -> None:
    """Python drops a Ctrl-C that falls into a destructor or a callback of its own: send it anew."""
    if issubclass(lost.exc_type, KeyboardInterrupt):
        # Not at once: here, too, it would be dropped.
        signal.signal(signal.SIGALRM, signal.default_int_handler)
        signal.setitimer(signal.ITIMER_REAL, 0.01)
    else:
        sys.__unraisablehook__(lost)


if __name__ == "__main__":
    main()
