"""Links of a page: in go its annotations, out come link annotations of the fitted page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from report.read.pdf.destinations import Destinations
from report.read.pdf.fit import Fit
from report.read.pdf.geometry import Box, common, moved_box, sorted_box
from report.read.pdf.tree import SourcePage
from report.read.pdf.values import integer, lookup, name, numbers, text

OUTSIDE = ("http://", "https://", "mailto:")
"""Addresses that a link may have."""

_HARMLESS = (b"http:", b"https:", b"mailto:")
_LONGEST = 8000
_HIDDEN = 2


def links(
    annotations: Iterable[Any], page: SourcePage, fit: Fit, destinations: Destinations
) -> Iterator[tuple[Any, pikepdf.Object]]:
    """Each annotation that leads to an appended page or to an address, and the link that it becomes.

    The first item of /Dest is the index of the page.
    """
    for annotation in annotations:
        if name(annotation, "/Subtype") != "/Link" or integer(annotation, "/F") & _HIDDEN:
            continue
        box = _box(annotation, page, fit)
        if box is None:
            continue
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=_rounded(box), F=4, Border=[0, 0, 0])
        place = destinations.of(annotation)
        outside = address(lookup(annotation, "/A"))
        if place is not None:
            link.Dest = Array([place.page, Name.XYZ, place.x, place.y, None])
        elif outside:
            link.A = Dictionary(S=Name.URI, URI=String(outside))
        else:
            continue
        told = text(lookup(annotation, "/Contents")) or outside
        if told:  # ISO 14289-1, 7.18.5
            link.Contents = String(told)
        areas = _areas(annotation, fit)
        if areas is not None:
            link.QuadPoints = areas
        yield annotation, link


def address(action: Any) -> str:
    """The address of a URI action that may be followed, "" where there is none."""
    if name(action, "/S") != "/URI":
        return ""
    value = lookup(action, "/URI")
    try:
        found = str(value).strip() if isinstance(value, pikepdf.String) else ""
    except ValueError:
        return ""
    allowed = found.lower().startswith(OUTSIDE) and found.isprintable() and len(found) <= _LONGEST
    return found if allowed else ""


def harmless(action: Any) -> bool:
    """Whether a URI action names a web page or a mailbox, be it in a way that leads nowhere."""
    value = lookup(action, "/URI")
    return isinstance(value, pikepdf.String) and bytes(value).strip().lower().startswith(_HARMLESS)


def _box(annotation: Any, page: SourcePage, fit: Fit) -> Box | None:
    rect = numbers(lookup(annotation, "/Rect"), 4)
    shown = common(sorted_box(rect), page.box) if rect is not None else None
    return moved_box(fit.matrix, shown) if shown is not None else None


def _areas(annotation: Any, fit: Fit) -> pikepdf.Object | None:
    """Of a link over several lines: its quadrilaterals, each as an upright box (table 179, QuadPoints)."""
    value = lookup(annotation, "/QuadPoints")
    if not isinstance(value, pikepdf.Array) or len(value) % 8 or not 8 < len(value) <= 800:
        return None
    points = numbers(value, len(value))
    if points is None:
        return None
    areas: list[float] = []
    for start in range(0, len(points), 8):
        xs, ys = points[start : start + 8 : 2], points[start + 1 : start + 8 : 2]
        left, bottom, right, top = moved_box(fit.matrix, (min(xs), min(ys), max(xs), max(ys)))
        areas += [left, top, right, top, left, bottom, right, bottom]
    return _rounded(tuple(areas))


def _rounded(values: tuple[float, ...]) -> pikepdf.Object:
    return Array([round(value, 3) for value in values])
