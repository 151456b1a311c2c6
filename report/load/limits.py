"""How much a file may hold, so that a hostile or mistaken one is a problem and not a stopped machine.

The largest honest file is a library of some thousand sources exported by Zotero, abstracts included.
"""

from __future__ import annotations

FILE_BYTES = 16 * 1024 * 1024
NODES = 500_000
DEPTH = 32

# What aliases (`*name`) may add, in nodes; a node's text counts as one more for each 64 characters.
ALIASED = 16_384
CHARACTERS_A_NODE = 64
