"""Has libraries do beforehand what they cannot do in a reader that is shut in. Nothing goes in or comes out.

qpdf opens the system's source of random numbers when it first decrypts, and keeps it open.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Literal

import pikepdf

_WAYS: tuple[tuple[Literal[2, 3, 4, 6], bool], ...] = ((2, False), (3, False), (4, True), (6, True))
"""Revisions of the standard security handler (ISO 32000-2, 7.6.4), and whether by AES."""


@cache
def warm_up() -> None:
    """Encrypt a PDF and decrypt it, in each of the ways that there are. Takes some 20 ms, once."""
    for revision, strong in _WAYS:
        file = BytesIO()
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            locks = pikepdf.Encryption(owner="owner", R=revision, aes=strong, metadata=strong)
            pdf.save(file, encryption=locks)
        with pikepdf.open(file) as pdf:
            pdf.save(BytesIO())
