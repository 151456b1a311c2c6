"""A tagged PDF as plain values: its structure tree, the marked content of its pages, its links.

For `tagtree`, which prints and checks it. pikepdf reads tree and content streams, pdfium the text: neither
wrote them.
"""

from __future__ import annotations

import ctypes
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

Stream = tuple[int, int]  # page from 0; object number of the form whose content it is, 0 for the page's own
_ANY_FORM = -1  # pdfium does not say which form an object is in
Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True)
class Piece:
    """Marked content: `mcid` in the stream `of`."""

    of: Stream
    mcid: int


@dataclass(frozen=True)
class Annotation:
    """An object reference to an annotation, by its object number."""

    number: int


@dataclass(eq=False)
class Element:
    """A structure element; `number` is its object's, `parent` what its /P says."""

    number: int
    parent: int
    type: str
    kids: list[Element | Piece | Annotation] = field(default_factory=list)
    lang: str = ""
    alt: str = ""
    id: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    page: int | None = None

    def walk(self) -> Iterator[Element]:
        yield self
        for kid in self.elements:
            yield from kid.walk()

    @property
    def elements(self) -> list[Element]:
        return [kid for kid in self.kids if isinstance(kid, Element)]

    @property
    def pieces(self) -> list[Piece]:
        """All marked content of the element and those below it, in reading order."""
        found: list[Piece] = []
        for kid in self.kids:
            if isinstance(kid, Element):
                found += kid.pieces
            elif isinstance(kid, Piece):
                found.append(kid)
        return found


class TaggedPdf:
    """A PDF's tree, content and annotations as plain values."""

    def __init__(self, path: Path) -> None:
        with pikepdf.open(path) as pdf:
            self._read(pdf, pdf.Root)
        self.texts = _texts(path)

    def _read(self, pdf: pikepdf.Pdf, catalog: Any) -> None:
        root = catalog.StructTreeRoot
        self._numbers: dict[int, int] = {page.obj.objgen[0]: i for i, page in enumerate(pdf.pages)}
        self.lang = str(catalog.get("/Lang", ""))
        self.marked = bool(catalog.get("/MarkInfo", {}).get("/Marked", False))
        self.shows_title = bool(catalog.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False))
        self.root = root.objgen[0]
        self.top = [self._element(kid, None) for kid in _list(root.get("/K"))]
        self.roles = {str(key)[1:] for key in root.get("/RoleMap", {})}
        self.ids = [(str(key), value.objgen[0]) for key, value in _leaves(root.get("/IDTree", {}), "/Names")]
        self.parents = {
            int(key): [0 if owner is None else owner.objgen[0] for owner in _list(value)]
            for key, value in _leaves(root.ParentTree, "/Nums")
        }
        self.pages = [_page(page) for page in pdf.pages]
        self.streams: dict[Stream, Content] = {}
        for number, page in enumerate(pdf.pages):
            _read_content(self.streams, (number, 0), page.obj)

    def _element(self, obj: Any, page: int | None) -> Element:
        page = self._numbers.get(obj.Pg.objgen[0]) if "/Pg" in obj else page
        made = Element(obj.objgen[0], obj.P.objgen[0], str(obj.S)[1:], page=page)
        made.lang, made.alt, made.id = (str(obj.get(key, "")) for key in ("/Lang", "/Alt", "/ID"))
        for attributes in _list(obj.get("/A")):
            made.attributes.update({str(key)[1:]: value for key, value in attributes.items()})
        made.attributes = {key: _plain(value) for key, value in made.attributes.items()}
        made.kids = [self._kid(kid, page) for kid in _list(obj.get("/K"))]
        return made

    def _kid(self, kid: Any, page: int | None) -> Element | Piece | Annotation:
        if not isinstance(kid, pikepdf.Dictionary):
            return Piece((-1 if page is None else page, 0), int(kid))
        kind = str(kid.get("/Type", ""))
        if kind == "/OBJR":
            return Annotation(kid.Obj.objgen[0])
        if kind == "/MCR":
            here = self._numbers[kid.Pg.objgen[0]] if "/Pg" in kid else page
            form = kid.Stm.objgen[0] if "/Stm" in kid else 0
            return Piece((-1 if here is None else here, form), int(kid.MCID))
        return self._element(kid, page)

    def elements(self) -> Iterator[Element]:
        for top in self.top:
            yield from top.walk()

    def text(self, element: Element) -> str:
        return self.text_of(element.pieces)

    def text_of(self, pieces: list[Piece]) -> str:
        """The words of the pieces, with a bar where they go on over the page."""
        out = ""
        for i, piece in enumerate(pieces):
            if i:
                out += " | " if piece.of[0] != pieces[i - 1].of[0] else " "
            page, form = piece.of
            out += self.texts.get(((page, form and _ANY_FORM), piece.mcid), "")
        return " ".join(out.split())


# ---------------------------------------------------------------------------------------------------
# Reading


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _plain(value: Any) -> Any:
    if isinstance(value, pikepdf.Array):
        return [_plain(item) for item in value]
    if isinstance(value, pikepdf.Name):
        return str(value)[1:]
    return str(value) if isinstance(value, pikepdf.String) else value


def _leaves(tree: Any, kind: str) -> Iterator[tuple[Any, Any]]:
    """The pairs of a number or name tree, in the order in which they stand."""
    for kid in _list(tree.get("/Kids")):
        yield from _leaves(kid, kind)
    pairs = _list(tree.get(kind))
    yield from zip(pairs[::2], pairs[1::2], strict=True)


@dataclass(frozen=True)
class Link:
    """A link annotation as the page lists it."""

    number: int
    contents: str
    key: int | None


@dataclass(frozen=True)
class Page:
    tabs: str
    key: int | None
    box: Rectangle
    links: tuple[Link, ...]


def _page(page: pikepdf.Page) -> Page:
    links = tuple(
        Link(
            annotation.objgen[0], str(annotation.get("/Contents", "")), _int(annotation.get("/StructParent"))
        )
        for annotation in _list(page.obj.get("/Annots"))
        if annotation.get("/Subtype") == "/Link"
    )
    x1, y1, x2, y2 = (float(value) for value in page.mediabox)
    return Page(str(page.obj.get("/Tabs", "")), _int(page.obj.get("/StructParents")), (x1, y1, x2, y2), links)


def _int(value: Any) -> int | None:
    return None if value is None else int(value)


@dataclass
class Content:
    """What a content stream marks: its numbers, and what is drawn or marked as it must not be."""

    key: int | None
    mcids: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)


_PAINTS = frozenset(
    ("f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Tj", "TJ", "'", '"', "INLINE IMAGE")
)
_ARTIFACT = -1
_UNNUMBERED = -2


def _read_content(
    found: dict[Stream, Content],
    stream: Stream,
    owner: Any,
    around: tuple[int, ...] = (),
    resources: Any = None,
) -> None:
    content = found.setdefault(stream, Content(_int(owner.get("/StructParents"))))
    resources = owner.get("/Resources", resources)
    marks = list(around)
    for instruction in pikepdf.parse_content_stream(owner):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in ("BMC", "BDC"):
            marks.append(_mark(content, operands, resources, marks))
        elif operator == "EMC":
            marks.pop()
        elif operator == "Do":
            drawn = resources.XObject[str(operands[0])]
            if drawn.get("/Subtype") == "/Form":
                form = (stream[0], drawn.objgen[0]) if "/StructParents" in drawn else stream
                _read_content(found, form, drawn, tuple(marks), resources)
            elif not any(mark != _UNNUMBERED for mark in marks):
                content.faults["a picture neither tagged nor an artifact"] += 1
        elif operator in _PAINTS and not any(mark != _UNNUMBERED for mark in marks):
            kind = "text" if operator in ("Tj", "TJ", "'", '"') else "drawing"
            content.faults[f"{kind} neither tagged nor an artifact"] += 1


def _mark(content: Content, operands: Any, resources: Any, around: list[int]) -> int:
    if str(operands[0]) == "/Artifact":
        if any(mark >= 0 for mark in around):
            content.faults["an artifact inside tagged content"] += 1
        return _ARTIFACT
    properties = operands[1] if len(operands) > 1 else {}
    if isinstance(properties, pikepdf.Name):
        properties = resources.Properties[str(properties)]
    if "/MCID" not in properties:
        return _UNNUMBERED
    if any(mark != _UNNUMBERED for mark in around):
        content.faults["tagged content inside tagged content or an artifact"] += 1
    content.mcids[int(properties["/MCID"])] += 1
    return int(properties["/MCID"])


def _texts(path: Path) -> dict[tuple[Stream, int], str]:
    """The text of every piece of marked content, as pdfium reads it."""
    pieces: dict[tuple[Stream, int], list[tuple[str, Rectangle]]] = defaultdict(list)
    document = pdfium.PdfDocument(path)
    for number, page in enumerate(document):
        text_page = page.get_textpage()
        for drawn in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT], max_depth=5):
            mcid = pdfium_c.FPDFPageObj_GetMarkedContentID(drawn.raw)
            if mcid >= 0:
                form = 0 if drawn.container is None else _ANY_FORM
                pieces[(number, form), mcid].append((_text(drawn.raw, text_page.raw), drawn.get_bounds()))
    document.close()
    return {key: _joined(parts) for key, parts in pieces.items()}


def _text(drawn: Any, text_page: Any) -> str:
    size = pdfium_c.FPDFTextObj_GetText(drawn, text_page, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium_c.FPDFTextObj_GetText(drawn, text_page, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def _joined(parts: list[tuple[str, Rectangle]]) -> str:
    """The texts of a piece, with a space where a line or a gap is between."""
    out = ""
    for i, (text, (x1, y1, x2, y2)) in enumerate(parts):
        if i:
            left, bottom, right, top = parts[i - 1][1]
            apart = max(x1 - right, left - x2) > 1 or y1 > top or y2 < bottom
            out += " " if apart else ""
        out += text
    return out
