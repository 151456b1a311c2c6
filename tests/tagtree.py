"""What a reader's machine gets from a finished PDF: its structure tree as an outline, and its faults.

`outline(path)` prints the tree with the text that its marked content shows. `faults(path)` is that of
`tagfaults`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.tagfaults import faults
from tests.taggedpdf import Annotation, Element, Piece, TaggedPdf

__all__ = ["faults", "outline"]


def outline(path: Path) -> str:
    """One element a line, indented, with its language, alternative text, ID and words."""
    pdf = TaggedPdf(path)
    return "\n".join(line for top in pdf.top for line in _lines(pdf, top, ""))


def _lines(pdf: TaggedPdf, element: Element, indent: str) -> Iterator[str]:
    head = indent + _head(element)
    if not element.elements:
        text = pdf.text(element)
        yield f'{head} "{text}"' if text and element.type != "Figure" else head
        return
    yield head
    run: list[Piece] = []
    for kid in [*element.kids, None]:
        if isinstance(kid, Piece):
            run.append(kid)
        elif not isinstance(kid, Annotation):
            if text := pdf.text_of(run):
                yield f'{indent}  "{text}"'
            run = []
            if kid is not None:
                yield from _lines(pdf, kid, indent + "  ")


def _head(element: Element) -> str:
    told = [element.type]
    told += [f"#{element.id}"] if element.id else []
    told += [f"lang={element.lang}"] if element.lang else []
    told += ['alt="{}"'.format(element.alt.replace("\n", " / "))] if element.alt else []
    shown = ("Scope", "RowSpan", "ColSpan", "ListNumbering", "Headers")
    told += [f"{key}={_shown(element.attributes[key])}" for key in shown if key in element.attributes]
    return " ".join(told)


def _shown(value: object) -> str:
    return ",".join(str(item) for item in value) if isinstance(value, list) else str(value)
