"""A section's sheets, taken apart: from the PDF that `render` wrote to the objects that go into the whole.

The PDF is one of our own, written by pydyf in one way (object streams, objects in one form), so that its text
is read as it stands: no object is made of it, which is what makes `join` fast.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from report.model import Sheets
from report.objects.body import Body, PageBody
from report.objects.template import Slot, StreamObject, Template, chunk, decoded, open_up, plain

_REFERENCE = re.compile(rb"(\d+) 0 R")
_STREAM = re.compile(rb"(?:\d+ 0 obj\n)(<<.*?)/Length (\d+)>>\nstream\n", re.DOTALL)
_OBJECT = re.compile(rb"\d+ 0 obj\n(.*?)\nendobj", re.DOTALL)
_STRING = rb"(\((?:\\.|[^\\()])*\)|<[0-9a-f]*>)"
_PARENT = re.compile(rb"(\d+) (\[[^\]]*\]|\d+ 0 R)")
_NAMED = re.compile(_STRING + rb" (\d+) 0 R")
_HAS_LANGUAGE = re.compile(rb"/Lang [(<]")
_LANGUAGE = re.compile(rb"/Lang " + _STRING)
_OWN_ENTRIES = re.compile(
    rb"/(?:Type /Page|Parent \d+ 0 R|Contents \d+ 0 R|Resources \d+ 0 R|Tabs /S|StructParents \d+"
    rb"|Annots \[[^\]]*\])(?=/|>>)"
)
_BOX = re.compile(rb"/(BBox|Rect) \[([^\]]*)\]")
_PAGE = re.compile(rb"/Pg (\d+) 0 R")


@dataclass(frozen=True, slots=True)
class _Read:
    """A PDF's objects by number: their text, and of streams the entries but the length, and the data."""

    catalog: int
    texts: dict[int, bytes]
    streams: dict[int, tuple[bytes, bytes]]

    def referred(self, holder: int, key: bytes) -> list[int]:
        """The objects that an entry names, one or a list of them."""
        found = re.search(rb"/" + key + rb" (?:(\d+) 0 R|\[([^\]]*)\])", self.texts[holder])
        if found is None:
            return []
        return [int(found[1])] if found[1] else [int(item) for item in _REFERENCE.findall(found[2])]


def read_sheet(sheets: Sheets, shifts: Sequence[float] = ()) -> Body:
    """What the sheets are in the whole; each page is moved to the right by so many points, none by default.

    Raises ValueError when the PDF is not written as `render` does.
    """
    try:
        return _taken_apart(_read(sheets.pdf), sheets, shifts or (0.0,) * sheets.pages)
    except (KeyError, IndexError, TypeError, zlib.error) as fault:
        raise ValueError(f"a section's PDF is not as it should be: {fault!r}") from fault


def _taken_apart(read: _Read, sheets: Sheets, shifts: Sequence[float]) -> Body:
    pages = read.referred(read.referred(read.catalog, b"Pages")[0], b"Kids")
    tree = read.referred(read.catalog, b"StructTreeRoot")[0]
    documents = read.referred(tree, b"K")
    [resources] = {read.referred(page, b"Resources")[0] for page in pages}
    [fonts] = read.referred(resources, b"Font")
    known: dict[int, Slot] = {number: index for index, number in enumerate(pages)}
    known |= dict.fromkeys(documents, "document")
    for key, number in re.findall(rb"/(\S+) (\d+) 0 R", read.texts[fonts]):
        if key.decode() in sheets.fonts:
            known[int(number)] = f"font:{key.decode()}"
    late = {
        read.referred(pages[page], b"Contents")[0]: tuple(found)
        for page, found in groupby(sheets.numbers, lambda number: number.page)
    }
    waiting: list[int] = []

    def name(number: int) -> Slot:
        if number not in known:
            known[number] = len(pages) + len(waiting)
            waiting.append(number)
        return known[number]

    def local(number: int) -> int:
        slot = name(number)
        assert isinstance(slot, int), "only fonts and the document are outside"
        return slot

    listed = _after(read, tree, b"ParentTree", b"/Nums [")
    parents = {int(key): value for key, value in _PARENT.findall(listed)}
    top_level = [element for document in documents for element in read.referred(document, b"K")]
    shared = _resources(read.texts[resources], read.texts[fonts], name)
    bodies = []
    for index, number in enumerate(pages):
        text = read.texts[number]
        key = re.search(rb"/StructParents (\d+)", text)
        owners = parents.pop(int(key[1]), b"") if key else b""
        box = re.search(rb"/MediaBox \[0 0 (\S+) (\S+)\]", text)
        assert box is not None, "every page has a size"
        bodies.append(
            PageBody(
                width=float(box[1]),
                height=float(box[2]),
                entries=open_up(_OWN_ENTRIES.sub(b"", text)[2:-2], name),
                resources=shared,
                content=tuple(map(name, read.referred(number, b"Contents"))),
                annotations=tuple(map(local, read.referred(number, b"Annots"))),
                key=int(key[1]) if key else None,
                owners=tuple(local(int(item)) for item in _REFERENCE.findall(owners)),
                kids=tuple(map(local, top_level)) if index == 0 else (),
            )
        )
    ids = tuple(_ids(read, tree, local))
    entries = {key: open_up(value, name) for key, value in parents.items()}
    language = _LANGUAGE.search(read.texts[read.catalog])
    changed = _Changes(
        frozenset(top_level) if language else frozenset(),
        b"/Lang " + language[1] if language else b"",
        {number: moved for number, moved in zip(pages, shifts, strict=True) if moved},
    )
    changed.find_boxes(read, pages, top_level)
    objects: dict[int, Template] = {}
    streams: list[StreamObject] = []
    for number in waiting:  # which grows
        if number in read.streams:
            head, data = read.streams[number]
            streams.append(StreamObject(local(number), open_up(head, name), data, late.get(number, ())))
        else:
            objects[local(number)] = open_up(changed.apply(number, read.texts[number]), name)
    keys = 1 + max((*parents, *(body.key for body in bodies if body.key is not None)), default=-1)
    count = len(pages) + len(waiting)
    return Body(tuple(bodies), count, keys, chunk(objects), tuple(streams), entries, ids=ids)


class _Changes:
    """What is changed in the text of objects: languages, and where links and figures stand."""

    def __init__(self, tops: frozenset[int], language: bytes, moved: dict[int, float]) -> None:
        self._tops = tops
        self._language = language
        self._moved = moved
        self._boxes: dict[int, float] = {}

    def find_boxes(self, read: _Read, pages: Sequence[int], tops: Sequence[int]) -> None:
        """The annotations and elements on pages that are moved."""
        if not self._moved:
            return
        for page in pages:
            if page in self._moved:
                self._boxes |= dict.fromkeys(read.referred(page, b"Annots"), self._moved[page])
        waiting: list[tuple[int, int | None]] = [(top, None) for top in tops]
        while waiting:
            element, page_above = waiting.pop()
            found = _PAGE.search(read.texts[element])
            on = int(found[1]) if found else page_above
            if on in self._moved:
                self._boxes[element] = self._moved[on]
            waiting += [
                (kid, on)
                for kid in read.referred(element, b"K")
                if b"/Type /StructElem" in read.texts.get(kid, b"")
            ]

    def apply(self, number: int, text: bytes) -> bytes:
        if number in self._tops and not _HAS_LANGUAGE.search(text):
            # A section may be in another language than the whole.
            text = b"<<" + self._language + text[2:]
        if number in self._boxes:
            by = self._boxes[number]
            return _BOX.sub(lambda found: b"/%b [%b]" % (found[1], _shifted(found[2], by)), text)
        return text


def _shifted(box: bytes, by: float) -> bytes:
    left, bottom, right, top = map(float, box.split())
    return b"%.3f %.3f %.3f %.3f" % (left + by, bottom, right + by, top)


def _after(read: _Read, holder: int, key: bytes, start: bytes) -> bytes:
    return read.texts[read.referred(holder, key)[0]].partition(start)[2]


def _ids(read: _Read, tree: int, local: Callable[[int], int]) -> Iterator[tuple[bytes, int]]:
    for key, number in _NAMED.findall(read.texts[tree].partition(b"/IDTree ")[2]):
        yield decoded(key), local(int(number))


_FORMS = re.compile(rb"/XObject <<([^<>]*)>>")
_FONTS = re.compile(rb"/Font \d+ 0 R")


def _resources(text: bytes, fonts: bytes, name: Callable[[int], Slot]) -> tuple[Template, Template, Template]:
    forms = _FORMS.search(text)
    rest = _FONTS.sub(b"", _FORMS.sub(b"", text))[2:-2]
    return (
        open_up(b"<<" + rest + b"/XObject <<" + (forms[1] if forms else b""), name),
        open_up(b">>/Font " + fonts[:-2], name),
        plain(b">>>>"),
    )


def _read(pdf: bytes) -> _Read:
    """The objects by the cross-reference stream at the end (ISO 32000-1, 7.5.8)."""
    at = int(pdf[pdf.rindex(b"startxref") + len(b"startxref") :].split()[0])
    entries, table = _stream(pdf, at)
    sizes = re.search(rb"/W \[1 (\d) (\d)\]", entries)
    root = re.search(rb"/Root (\d+) 0 R", entries)
    if sizes is None or root is None:
        raise ValueError("its cross-reference stream is of another form")
    table = zlib.decompress(table)
    second, third = int(sizes[1]), int(sizes[2])
    texts: dict[int, bytes] = {}
    streams: dict[int, tuple[bytes, bytes]] = {}
    for number, start in enumerate(range(0, len(table), 1 + second + third)):
        if table[start] != 1:
            continue
        offset = int.from_bytes(table[start + 1 : start + 1 + second])
        if (found := _STREAM.match(pdf, offset)) is None:
            text = _OBJECT.match(pdf, offset)
            assert text is not None, "an object stands where the table says"
            texts[number] = text[1]
            continue
        data = pdf[found.end() : found.end() + int(found[2])]
        if b"/Type /ObjStm" in found[1]:
            texts |= _in_stream(found[1], zlib.decompress(data))
        else:
            streams[number] = (found[1], data)
    return _Read(int(root[1]), texts, streams)


def _stream(pdf: bytes, at: int) -> tuple[bytes, bytes]:
    found = _STREAM.match(pdf, at)
    if found is None:
        raise ValueError("it has no cross-reference stream")
    return found[1], pdf[found.end() : found.end() + int(found[2])]


def _in_stream(entries: bytes, data: bytes) -> Iterator[tuple[int, bytes]]:
    """The objects of an object stream (ISO 32000-1, 7.5.7)."""
    first = re.search(rb"/First (\d+)", entries)
    assert first is not None, "an object stream says where its objects begin"
    numbers = [int(item) for item in data[: int(first[1])].split()]
    ends = [*numbers[3::2], len(data) - int(first[1])]
    for number, start, end in zip(numbers[::2], numbers[1::2], ends, strict=True):
        yield number, data[int(first[1]) + start : int(first[1]) + end].rstrip()
