"""Lays the furniture over a part's pages: from a body and its furniture to a piece that can be written.

What a piece says does not depend on where it stands in the PDF, nor on other parts.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from report.join.forms import Forms
from report.join.furniture import lay
from report.model import PageFurniture, Sheets, SlotLink
from report.objects.body import Body, PageBody
from report.objects.template import (
    Chunk,
    Slot,
    StreamObject,
    Template,
    chunk,
    joined,
    key_slot,
    plain,
    references,
    string,
    written,
)

FURNITURE = "furniture:"
"""How the names of what belongs to furniture begin."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part, ready to be written: `count` objects, the first of them the pages; `keys` of the parent tree.

    `chunks` and `streams` hold them. `blank` is the number of the empty page in front, `tops` are the
    elements right under the document, `parents` is the node of the parent tree. `outside` names what all
    parts find under that name, `own` what this part alone means by it (its fonts, a file's types).
    """

    body: Body
    count: int
    keys: int
    chunks: tuple[Chunk, ...]
    streams: tuple[StreamObject, ...]
    tops: tuple[int, ...]
    parents: int | None
    blank: int | None
    outside: tuple[str, ...]
    own: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """The furniture of a page: its forms, and what their names begin with outside.

    `shift` is how far the page's own content is moved to the right, in points.
    """

    item: PageFurniture | None
    forms: Forms | None
    prefix: str
    shift: float


@dataclass(frozen=True, slots=True)
class Blank:
    """An empty page: its size in points, and the furniture over it."""

    width: float
    height: float
    laid: Laid


def dress(body: Body, pages: Sequence[Laid], blank: Blank | None) -> Piece:
    """`blank` is to be put before the part."""
    return _Dresser(body).dress(pages, blank)


class _Dresser:
    def __init__(self, body: Body) -> None:
        self._body = body
        self.objects: dict[int, Template] = {}
        self._streams: list[StreamObject] = []
        self._next = body.count
        self._next_key = body.keys
        self.entries: dict[int, Template] = dict(body.parents)
        self.parent: Slot = body.parent[0] if body.parent else "document"
        self.form_names: dict[str, str] = {}
        self.font_names: dict[str, str] = {}

    def number(self) -> int:
        self._next += 1
        return self._next - 1

    def key(self) -> int:
        self._next_key += 1
        return self._next_key - 1

    def dress(self, pages: Sequence[Laid], blank: Blank | None) -> Piece:
        body = self._body
        kids: list[int] = []
        for number, (page, laid) in enumerate(zip(body.pages, pages, strict=True)):
            kids += self._page(number, page, laid)
        if body.parent:
            section, text = body.parent
            self.objects[section] = joined(text, b"/K [", references(kids), b"]>>")
            kids = [section]
        before = self._blank(blank) if blank else None
        parents = self._parents()
        chunks = body.objects, chunk(self.objects)
        streams = (*body.streams, *self._streams)
        slots = chain.from_iterable(
            item.slots for item in (*(one.template for one in chunks), *(one.entries for one in streams))
        )
        names = [slot for slot in dict.fromkeys(slots) if isinstance(slot, str)]
        own = tuple(name for name in names if name.startswith(("font:", "role:")))
        outside = tuple(name for name in names if not name.startswith(("font:", "role:")))
        return Piece(
            body,
            self._next,
            self._next_key,
            chunks,
            streams,
            tuple(kids),
            parents,
            before,
            outside,
            own,
        )

    def _page(self, number: int, page: PageBody, laid: Laid) -> list[int]:
        """Write a page; gives the elements that begin on it."""
        canvas = _Canvas(self, number, page, laid)
        over = lay(canvas, laid.item)
        content: list[Slot] = list(page.content)
        if page.end is not None:
            content.append(self._stream(page.end + over))
        elif over or laid.shift:
            content = [f"start:{laid.shift:.3f}", *content, self._stream(b"Q\n" + over)]
        key = page.key
        owners = (*page.owners, *canvas.owners)
        if key is None and owners:
            key = self.key()
        if key is not None:
            self.entries[key] = joined(b"[", references(owners), b"]")
        before, between, behind = page.resources
        annotations = (*page.annotations, *canvas.annotations)
        self.objects[number] = joined(
            Template(b"<</Type /Page/Parent %b", ("pages",)),
            page.entries,
            b"/Tabs /S",  # ISO 14289-1, 7.18.3: in the order of the structure
            b"/Contents [" if len(content) > 1 else b"/Contents ",
            references(content),
            b"]" if len(content) > 1 else b"",
            b"/Resources ",
            before,
            _named(canvas.forms),
            between,
            _named(canvas.fonts),
            behind,
            joined(b"/Annots [", references(annotations), b"]") if annotations else b"",
            Template(b"/StructParents %b", (key_slot(key),)) if key is not None else b"",
            b">>",
        )
        return [*page.kids, *canvas.paragraph()]

    def _stream(self, content: bytes) -> int:
        number = self.number()
        packed = zlib.compress(content)
        self._streams.append(StreamObject(number, plain(b"<</Filter /FlateDecode"), packed))
        return number

    def _parents(self) -> int | None:
        """The node of the parent tree that has this part's keys (ISO 32000-1, 7.9.7)."""
        if not self.entries:
            return None
        number = self.number()
        keys = sorted(self.entries)
        listed = [joined(Template(b" %b ", (key_slot(key),)), self.entries[key]) for key in keys]
        limits = Template(b"<</Limits [%b %b]/Nums [", (key_slot(keys[0]), key_slot(keys[-1])))
        self.objects[number] = joined(limits, *listed, b"]>>")
        return number

    def _blank(self, blank: Blank) -> int:
        """An empty page; what is laid over it is an artifact, so that no element begins on it."""
        number = self.number()
        box = b"/MediaBox [0 0 " + b" ".join(map(written, (blank.width, blank.height))) + b"]"
        if blank.laid.item is None:
            text = b"<</Type /Page/Parent %b" + box + b"/Resources <<>>/Tabs /S>>"
            self.objects[number] = Template(text, ("pages",))
            return number
        resources = plain(b"<</XObject <<"), plain(b">>/Font <<"), plain(b">>>>")
        page = PageBody(blank.width, blank.height, plain(box), resources, end=b"")
        self._page(number, page, blank.laid)
        return number


class _Canvas:
    """A page while furniture is laid over it."""

    def __init__(self, dresser: _Dresser, number: int, page: PageBody, laid: Laid) -> None:
        self.width, self.height = page.width, page.height
        self.forms: dict[str, str] = {}
        self.fonts: dict[str, str] = {}
        self.annotations: list[int] = []
        self.owners: list[int] = []
        self._first_mark = len(page.owners)
        self._dresser = dresser
        self._number = number
        self._laid = laid
        self._paragraph: int | None = None
        self._links: list[int] = []

    def paper(self, sheets: Sheets, page: int) -> tuple[float, float]:
        assert self._laid.forms is not None, "there is furniture"
        return self._laid.forms.sizes[page]

    def draw(self, sheets: Sheets, page: int) -> bytes:
        assert self._laid.forms is not None, "there is furniture"
        form = self._laid.prefix + self._laid.forms.names[page]
        names = self._dresser.form_names
        name = self.forms[form] = names.setdefault(form, f"/Furniture{len(names)}")
        return f"{name} Do".encode()

    def font(self, sheets: Sheets, key: str) -> str:
        font = f"{self._laid.prefix}font:{key}"
        names = self._dresser.font_names
        self.fonts[font] = names.setdefault(font, f"/Slot{len(names)}")
        return self.fonts[font]

    def link(self, rectangle: Sequence[float], link: SlotLink) -> int:
        dresser = self._dresser
        if self._paragraph is None:
            self._paragraph = dresser.number()
        annotation, element, key = dresser.number(), dresser.number(), dresser.key()
        mark = self._first_mark + len(self.owners)
        box = b" ".join(written(round(side, 2)) for side in rectangle)
        dresser.objects[annotation] = joined(
            # F 4, printed: ISO 14289-1, 7.18.1, and PDF/A
            plain(b"<</Type /Annot/Subtype /Link/Rect [" + box + b"]/Border [0 0 0]/F 4/Contents "),
            plain(string(link.name)),
            Template(b"/Dest %b/StructParent %b>>", (f"dest:{link.anchor}", key_slot(key))),
        )
        page = self._number
        dresser.objects[element] = Template(
            b"<</Type /StructElem/S /Link/P %%b/Pg %%b/K [%d <</Type /OBJR/Pg %%b/Obj %%b>>]>>" % mark,
            (self._paragraph, page, page, annotation),
        )
        dresser.entries[key] = references([element])
        self.annotations.append(annotation)
        self.owners.append(element)
        self._links.append(element)
        return mark

    def paragraph(self) -> list[int]:
        """The element of the page's links, if there are any."""
        if self._paragraph is None:
            return []
        parent = self._dresser.parent
        self._dresser.objects[self._paragraph] = joined(
            Template(b"<</Type /StructElem/S /P/P %b/Pg %b/K [", (parent, self._number)),
            references(self._links),
            b"]>>",
        )
        return [self._paragraph]


def _named(items: dict[str, str]) -> Template:
    """Entries of resources: names, each with a reference to what it names."""
    return Template(b"".join(name.encode() + b" %b" for name in items.values()), tuple(items))
