"""A structure tree worth reading for a section: WeasyPrint's tag builder, replaced for one call.

In goes a laid-out WeasyPrint document, out comes the PDF (PDF/UA-1) with a tree built anew: one element for
one thing, however many pages it spans; notes behind their references; links, lists, tables, figures and
contents as ISO 32000-1, 14.8 and ISO 14289-1 want them. `gather` reads the boxes, `shape` makes the tree,
`write` puts it into the PDF. WeasyPrint has no interface for this, so its version is pinned here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import weasyprint
import weasyprint.pdf

from report.render.tags.gather import gather
from report.render.tags.shape import shape
from report.render.tags.write import write

KNOWN_WEASYPRINT = "70"

_patching = threading.Lock()


def check_version(version: str) -> None:
    """Refuse a WeasyPrint whose insides were not read for this module."""
    if version.partition(".")[0] != KNOWN_WEASYPRINT:
        raise ImportError(
            f"report.render.tags reads the boxes of WeasyPrint {KNOWN_WEASYPRINT}, and this is {version}: "
            "compare its pdf/tags.py, pdf/stream.py and draw/ with the known ones, then raise the pin"
        )


check_version(weasyprint.VERSION)


def write_tagged_pdf(
    document: Any, prefix: str = "", seen: Callable[[Sequence[Any]], None] | None = None, **options: Any
) -> bytes:
    """The laid-out WeasyPrint document as a tagged PDF; `seen` is shown the pages' streams as written.

    `prefix` stands before the IDs that have to be made up (header cells), so that they stay unique when
    sections are joined; a note has its `id`. `options` are those of `Document.write_pdf`. Raises
    `ValueError` for a `data-tag` that is no structure type.
    """
    with _own_builder(document, prefix, seen):
        pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", **options)
        return pdf


@contextmanager
def _own_builder(document: Any, prefix: str, seen: Callable[[Sequence[Any]], None] | None) -> Iterator[None]:
    """Stand in for WeasyPrint's builder; a document of someone else's still gets the original."""
    pdf: Any = weasyprint.pdf
    with _patching:
        original_tags: Callable[..., None] = pdf.add_tags
        original_links: Callable[..., None] = pdf.add_links

        def add_tags(target: Any, written: Any, version: Any, streams: Sequence[Any]) -> None:
            if written is document:
                tree, leaves = gather(document, streams)
                write(target, document, shape(tree, prefix), leaves, streams)
                if seen is not None:
                    seen(streams)
            else:
                original_tags(target, written, version, streams)

        def add_links(links_and_anchors: Any, *rest: Any) -> None:
            links, anchors = links_and_anchors
            original_links((_one_for_each(links) if rest[-1] is not None else links, anchors), *rest)

        pdf.add_tags, pdf.add_links = add_tags, add_links
        try:
            yield
        finally:
            pdf.add_tags, pdf.add_links = original_tags, original_links


def _one_for_each(links: Sequence[Any]) -> list[Any]:
    """The links without those of boxes inside a link's box, which WeasyPrint makes links of their own.

    The outer box comes first; its area is widened to theirs where they stick out on its line.
    """
    kept: list[Any] = []
    inside: set[int] = set()
    for link in links:
        kind, target, (left, top, right, bottom), box = link
        if kept and id(box) in inside:
            _, _, (x1, y1, x2, y2), outer = kept[-1]
            if y1 <= (top + bottom) / 2 <= y2:
                kept[-1] = (kind, target, (min(x1, left), y1, max(x2, right), y2), outer)
                continue
        kept.append(link)
        inside = {id(inner) for inner in _inner(box)}
    return kept


def _inner(box: Any) -> Iterator[Any]:
    for child in box.all_children():
        yield child
        yield from _inner(child)
