"""Files of other kinds, made into PDF: each module here has `convert(data, settings) -> Converted`.

What comes out is read again as any PDF: here pages are laid out, not fitted or cleaned.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Converted:
    """A PDF made of a file. `detail` says of what and how, for people ("from 3 pictures"); `title` is the
    file's own, "" where it has none. `embedded` are the names of files in it that are left out.
    """

    pdf: bytes = field(repr=False)
    detail: str = ""
    title: str = ""
    embedded: tuple[str, ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()
