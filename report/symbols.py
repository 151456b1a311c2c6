"""Symbols of United Nations documents: `A/HRC/34/65`, `S/RES/1373`, `CCPR/C/104/3`.

A text goes in, whether it is one comes out. Documents of the United Nations are cited, sorted and set
by their symbols, so more than one stage asks.
"""

from __future__ import annotations

import re

# The first part names the organ. Other bodies number their papers in the same shape (Amnesty
# International: MDE 13/9421/2018), so the organs are listed.
_ORGANS = (
    "A|S|E|T|ST|SG|CCPR|CERD|CEDAW|CAT|CRC|CMW|CRPD|CED|CESCR|HRI|DP|TD|UNEP|UNCTAD|FCCC|CCW|CD|NPT|"
    "BWC|IDB|ISBA|SPLOS|LOS|SPT|HSP|UNW|JIU|AT|DC"
)
_SYMBOL = re.compile(rf"(?:{_ORGANS})(?:/[A-Za-z0-9][A-Za-z0-9.()\[\]+-]*)+")


def is_un_symbol(text: str) -> bool:
    return _SYMBOL.fullmatch(text) is not None
