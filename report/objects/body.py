"""What a part's pages are before anything is laid over them: made once, and used wherever they stand.

`report/objects/sheet.py` makes it from sheets, `report/join/files.py` from an archived file;
`report/join/dress.py` lays the furniture over it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from report.objects.template import Chunk, Slot, StreamObject, Template


@dataclass(frozen=True, slots=True)
class PageBody:
    """A page: object `n` of its part, if it is the n-th, from 0.

    `entries` are those of its dictionary that are not told here, `resources` what stands before, between and
    behind the forms and the fonts that are to be added. `content` are the streams that it shows; then comes
    `end`, the beginning of a last one, None where there need be none. `key` is its key in the parent tree,
    and `owners` the elements of its marked content. `kids` are the elements that begin on it.
    """

    width: float
    height: float
    entries: Template
    resources: tuple[Template, Template, Template]
    content: tuple[Slot, ...] = ()
    end: bytes | None = None
    annotations: tuple[int, ...] = ()
    key: int | None = None
    owners: tuple[Slot, ...] = ()
    kids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FileLayers:
    """Optional content of a file: all groups, and those that are hidden."""

    groups: tuple[int, ...] = ()
    hidden: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """`count` objects, the first of them the pages; `keys` of the parent tree, which gets `parents`.

    `parent` is the element of the part's elements, written but for its kids; where there is none, they hang
    under the document. `roles` has structure types of the file's own, for which `objects` have the slots
    `role:TYPE`. `file` is where streams are that were not taken along.
    """

    pages: tuple[PageBody, ...]
    count: int
    keys: int
    objects: Chunk
    streams: tuple[StreamObject, ...]
    parents: Mapping[int, Template]
    parent: tuple[int, Template] | None = None
    ids: tuple[tuple[bytes, int], ...] = ()
    roles: Mapping[str, bytes] = field(default_factory=dict)
    classes: tuple[tuple[str, Template], ...] = ()
    prefix: str = ""
    layers: FileLayers = FileLayers()
    file: Path | None = None
