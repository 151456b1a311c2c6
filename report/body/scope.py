"""What holds where a text stands: its language, whether it is quoted, whether it is in a note."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """`structural`: headings here belong to the entry, not to something quoted or listed in it."""

    language: str = ""
    right_to_left: bool = False
    translation: bool = False
    original: str = ""
    original_language: str = ""
    quoted: bool = False
    in_note: bool = False
    structural: bool = True
