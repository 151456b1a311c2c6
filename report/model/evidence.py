"""Archived files as they were read (by `read`), and citations as they are written (by `cite`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class TextFile:
    """An archived text: its lines without their ends, and what identifies the file as received."""

    path: str
    sha256: str
    size: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """An archived file that is appended. `number` counts from 1; `sources` are the keys that it serves.

    First come those whose own file it is, then those whose words it reproduces, which are also in `via`.
    """

    number: int
    file: TextFile
    sources: tuple[str, ...]
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation, written by citeproc.

    `note` is the text of its note (no mark, no number), "" with an in-text style. `in_text` is what
    stands in the sentence itself: "" with a note style unless the author is named in the text, the
    whole citation with an in-text style. For a citation inside a footnote `in_text` is its text there
    and `note` is "".
    """

    in_text: Markup
    note: Markup


@dataclass(frozen=True, slots=True)
class Citations:
    """What citeproc made of the dossier's citations.

    `cited[i]` belongs to the i-th item of the sequence that went in: one `Cited` for a citation in
    running text, one for each citation inside a footnote (none for a plain footnote).
    `bibliography` maps a source's key to its HTML in the table of sources, in the style's order.
    """

    cited: tuple[tuple[Cited, ...], ...]
    bibliography: Mapping[str, Markup]
