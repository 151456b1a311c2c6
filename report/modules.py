"""Where other processes of this program find their modules.

Python looks in the folder first that the user happens to be in, which may be a stranger's dossier: a file
there that is called like a module would be run.
"""

from __future__ import annotations

import sys
from pathlib import Path


def places() -> list[str]:
    """The folders in which this process finds its modules, in its order, but never the current one."""
    own = Path(__file__).resolve().parents[1]
    return list(dict.fromkeys([*(entry for entry in sys.path if Path(entry).is_absolute()), str(own)]))
