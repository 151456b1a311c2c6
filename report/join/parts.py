"""What `join` puts together: a section with its sheets, the labels of its pages and their furniture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from report.model import PageFurniture, Section, Sheets
from report.numerals import Label
from report.objects.body import Body


@dataclass(frozen=True, slots=True)
class Part:
    """A section ready to be joined. `labels` and `furniture` have one item for each of its pages.

    `names` are what the pages of an archived file are called ("Annex 3, page 4 of 17"). `blank` is the label
    of the empty page in front of the part, None where there is none. `mirrored`: its pages of even number
    are printed on the back of others, with the margins exchanged. `numbers` has what is printed for each key
    of the sheets' late numbers. `body` is what `render` made of the sheets for `join`, if it did; `on_blank`
    is the furniture of the empty page.
    """

    section: Section
    sheets: Sheets
    labels: tuple[Label, ...]
    furniture: tuple[PageFurniture | None, ...]
    names: tuple[str, ...] = ()
    blank: Label | None = None
    mirrored: bool = False
    numbers: Mapping[str, str] = field(default_factory=dict)
    body: Body | None = field(default=None, repr=False, compare=False)
    on_blank: PageFurniture | None = None


def first_pages(parts: Sequence[Part]) -> tuple[int, ...]:
    """The page of the PDF, from 0, on which each part begins, and last the number of all pages."""
    ends = accumulate(part.sheets.pages + (part.blank is not None) for part in parts)
    ends_and_parts = [(end, part) for end, part in zip(ends, parts, strict=True)]
    firsts = [end - part.sheets.pages for end, part in ends_and_parts]
    return (*firsts, ends_and_parts[-1][0] if ends_and_parts else 0)


def all_labels(parts: Sequence[Part]) -> list[Label]:
    """The labels of all pages of the PDF, in order."""
    return [label for part in parts for label in (*([part.blank] if part.blank else []), *part.labels)]


def shift(part: Part, page: int) -> float:
    """How far a page of the PDF, counted from 0, is moved to the right, in points.

    The pages of a file stay where they are: they were fitted to the paper, which has no inner margin.
    """
    left, right = part.sheets.margins
    return right - left if part.mirrored and page % 2 and part.section.file is None else 0.0


def is_clean(parts: Sequence[Part]) -> bool:
    """Whether nothing in the archived files keeps the whole from being PDF/UA."""
    return all(part.section.file is None or part.section.file.reading.clean for part in parts)
