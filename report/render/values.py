"""What goes into `render` and comes out of it, as plain values: nothing here needs WeasyPrint.

A request holds all that decides what a section looks like. Nothing else is read while it is laid out, so that
it can be laid out in any process on any machine, and what came out can be kept by a digest of what went in.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from report.door import Resource
from report.look import Stylesheet
from report.model import Sheets
from report.objects.body import Body


@dataclass(frozen=True, slots=True)
class Request:
    """A document to lay out. `name` is put before the IDs of its tags: they are unique in the whole dossier.

    `resources` are the files that HTML and stylesheets name, as far as they are known.
    """

    html: str
    styles: tuple[Stylesheet, ...]
    name: str = ""
    resources: tuple[Resource, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """An address that was not read, and why, in words for the author. `file` is the stylesheet that asks."""

    url: str
    reason: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A note, by its name, that does not stand whole on its mark's page in any layout. Heights in points."""

    note: str
    height: float
    room: float


@dataclass(frozen=True, slots=True)
class Rendered:
    """`misfits` are notes that do not stand on their mark's page, or not whole on the paper.

    `wanted` are addresses that the request lacks: it is to be made again with what they give. `exact` are
    the keys of numbers whose digits cannot be set later (`report/late.py`): they are to be in the HTML.
    `body` is what the sheets are as objects, as long as none of the pages is moved.
    """

    sheets: Sheets
    refusals: tuple[Refusal, ...] = ()
    misfits: tuple[Misfit, ...] = ()
    wanted: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    body: Body | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Placed:
    """A slot, in points from the page's top left.

    `number` is its `data-number`. At `x`, on the baseline `y`, its text begins, ends or is centred (`align`).
    `area` is what a link on it covers; `type` is the same for slots that are set in the same glyphs and
    colour; at `start` begins the text that it was laid out with.
    """

    number: int
    name: str
    x: float
    y: float
    align: str
    area: tuple[float, float, float, float]
    spacing: float
    type: tuple[str, ...]
    start: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Pages of furniture as they were laid out: where the slots of each stand, in the order of the HTML.

    `fault` says why they cannot be used, where a slot is not set in one piece.
    """

    sheets: Sheets
    placed: tuple[tuple[Placed, ...], ...] = ()
    refusals: tuple[Refusal, ...] = ()
    wanted: tuple[str, ...] = ()
    fault: str = ""
