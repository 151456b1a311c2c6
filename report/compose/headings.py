"""Finds the headings in a written body, for the outline of the PDF.

HTML goes in; level, anchor and text of each heading that has an anchor come out, marks and notes left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_LEVELS = {f"h{level}": level for level in range(1, 7)}
_VOID = frozenset({"img", "br", "wbr", "hr", "input", "col"})


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    anchor: str
    text: str


@dataclass
class _Finder(HTMLParser):
    found: list[Heading] = field(default_factory=list)
    open: tuple[int, str] | None = None
    text: list[str] = field(default_factory=list)
    skipping: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        classes = (values.get("class") or "").split()
        if tag in _LEVELS and self.open is None:
            self.open, self.text = (_LEVELS[tag], values.get("id") or ""), []
        elif (
            self.open
            and tag not in _VOID
            and (self.skipping or {"mark", "note", "mark-comma"} & set(classes))
        ):
            self.skipping += 1

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            self.skipping -= 1
        elif tag in _LEVELS and self.open:
            level, anchor = self.open
            text = " ".join("".join(self.text).split())
            if anchor and text:
                self.found.append(Heading(level, anchor, text))
            self.open = None

    def handle_data(self, data: str) -> None:
        if self.open and not self.skipping:
            self.text.append(data)


def find_headings(html: str) -> tuple[Heading, ...]:
    """The headings in order."""
    if "<h" not in html:
        return ()
    finder = _Finder()
    finder.feed(html)
    finder.close()
    return tuple(finder.found)
