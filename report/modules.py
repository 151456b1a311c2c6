"""Where other processes of this program find their modules.

Python looks in the folder first that the user happens to be in, which may be a stranger's dossier: a file
there that is called like a module would be run.
"""

from __future__ import annotations

import sys
from pathlib import Path

_OWN = Path(__file__).resolve().parents[1]


def places() -> list[str]:
    """The folders in which this process finds its modules, in its order, but for the current one.

    That is left out also where it is named (by an empty item in PYTHONPATH), unless it is the program's own.
    """
    named = [entry for entry in sys.path if Path(entry).is_absolute() and not _is_current(entry)]
    return list(dict.fromkeys([*named, str(_OWN)]))


def _is_current(entry: str) -> bool:
    try:
        return Path(entry).samefile(".") and not _OWN.samefile(entry)
    except OSError:  # one of them is not there
        return False
