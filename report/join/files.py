"""The pages of an archived file, entered as they are: nothing in their content is read or changed.

In goes a section that has a file; its PDF is opened where it lies. Each page's content, which is one form, is
marked as a figure or carries the file's own marks; links are led to their pages.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name

from report.join.file_tags import add_figures, adopt_file_tags
from report.join.tags import Branch, FileTags
from report.model import Section
from report.objects.body import Body, FileLayers, PageBody
from report.objects.template import Slot, StreamObject, Template, chunk, joined, open_up, plain

_FIGURE = b"/Figure <</MCID 0>> BDC q\n%s\nQ EMC\n"
_TAGGED = b"/NonStruct BMC q\n%s\nQ EMC\n"
"""The form's own marks are what is tagged; but a form painted outside of all marks counts as left untagged
(ISO 14289-1, 7.1)."""


def read_file(section: Section, names: Sequence[str]) -> Body:
    """The file's pages; `names` is what each is called.

    Raises ValueError when the file has not the pages that were read.
    """
    assert section.file is not None, f"{section.id} has an archived file"
    reading = section.file.reading
    with pikepdf.open(section.file.pdf) as source:
        pages = [page.obj for page in source.pages]
        if len(pages) != len(reading.pages):
            raise ValueError(f"{section.file.pdf} has {len(pages)} pages, {len(reading.pages)} were read")
        tags = FileTags(source)
        prefix = f"annex-{section.annex}-"
        if reading.tagged:
            branch = adopt_file_tags(tags, pages, prefix, section.language)
        else:
            branch = add_figures(tags, pages, reading.pages, names, section.language)
        for number, page in enumerate(pages):
            if links := _lead_links(source, pages, page, names, reading.tagged):
                branch.kids[number].append(_paragraph_of_links(tags, page, links, branch.parent))
        frame = _TAGGED if reading.tagged else _FIGURE
        return _Writer(source, pages, tags, branch).body(frame, prefix, section)


class _Writer:
    """Writes all that the pages and their elements need, as templates."""

    def __init__(
        self, source: pikepdf.Pdf, pages: Sequence[pikepdf.Object], tags: FileTags, branch: Branch
    ) -> None:
        self._source = source
        self._pages = pages
        self._tags = tags
        self._branch = branch
        self._known: dict[int, Slot] = {page.objgen[0]: number for number, page in enumerate(pages)}
        self._known[branch.parent.objgen[0]] = len(pages)
        self._known |= tags.outside
        self._waiting: list[int] = []
        self._keys: dict[int, int] = {}

    def body(self, frame: bytes, prefix: str, section: Section) -> Body:
        assert section.file is not None, "it is a file's"
        pages = tuple(
            self._page(page, kids, frame) for page, kids in zip(self._pages, self._branch.kids, strict=True)
        )
        parents = {self._key(key): self._text(value.unparse()) for key, value in self._tags.parents.items()}
        ids = tuple((name, self._local(element)) for name, element in self._tags.ids.items())
        classes = tuple((name, self._text(value.unparse())) for name, value in self._tags.classes.items())
        parent = self._text(self._branch.parent.unparse(resolved=True)[:-2])
        layers = self._layers()
        objects: dict[int, Template] = {}
        streams: list[StreamObject] = []
        for number in self._waiting:  # which grows
            item = self._source.get_object(number, 0)
            local = self._name(number)
            assert isinstance(local, int), "it is not outside"
            if isinstance(item, pikepdf.Stream):
                streams.append(self._stream(local, number, item))
            else:
                objects[local] = self._text(item.unparse(resolved=True))
        return Body(
            pages,
            len(self._pages) + 1 + len(self._waiting),
            len(self._keys),
            chunk(objects),
            tuple(streams),
            parents,
            (len(self._pages), parent),
            ids,
            self._tags.roles,
            classes,
            prefix,
            layers,
            section.file.pdf,
        )

    def _name(self, number: int) -> Slot:
        if number not in self._known:
            self._known[number] = len(self._pages) + 1 + len(self._waiting)
            self._waiting.append(number)
        return self._known[number]

    def _local(self, item: pikepdf.Object) -> int:
        slot = self._name(item.objgen[0])
        assert isinstance(slot, int), "it is an object of the file"
        return slot

    def _key(self, key: int) -> int:
        """Keys anew, since a file can have any: in the order in which they are found."""
        return self._keys.setdefault(key, len(self._keys))

    def _text(self, text: bytes) -> Template:
        return open_up(text, self._name, self._key)

    def _page(self, page: pikepdf.Object, kids: Sequence[pikepdf.Object], frame: bytes) -> PageBody:
        left = {key: value for key, value in page.items() if key not in _WRITTEN_ANEW}
        key = int(page["/StructParents"]) if "/StructParents" in page else None
        owners = self._tags.parents.pop(key, Array()) if key is not None else Array()
        box = [float(side) for side in page.MediaBox.as_list()]
        return PageBody(
            width=box[2],
            height=box[3],
            entries=self._text(Dictionary(left).unparse()[2:-2]),
            resources=self._resources(page.get("/Resources", Dictionary())),
            end=frame % _content(page),
            annotations=tuple(self._local(item) for item in page.get("/Annots", ())),
            key=None if key is None else self._key(key),
            owners=tuple(self._local(item) if item is not None else "null" for item in owners),
            kids=tuple(map(self._local, kids)),
        )

    def _resources(self, resources: pikepdf.Object) -> tuple[Template, Template, Template]:
        left = {key: value for key, value in resources.items() if key not in ("/XObject", "/Font")}
        before = self._text(Dictionary(left).unparse()[:-2]) if left else plain(b"<<")
        forms, fonts = (self._inner(resources, key) for key in ("/XObject", "/Font"))
        return joined(before, b"/XObject ", forms), joined(b">>/Font ", fonts), plain(b">>>>")

    def _inner(self, resources: pikepdf.Object, key: str) -> Template:
        """A dictionary of resources, open at its end."""
        return self._text(resources[key].unparse(resolved=True)[:-2]) if key in resources else plain(b"<<")

    def _stream(self, local: int, number: int, item: pikepdf.Stream) -> StreamObject:
        entries = {key: value for key, value in item.stream_dict.items() if key != "/Length"}
        data: bytes | int = number
        if "/Filter" not in entries:
            entries["/Filter"] = Name.FlateDecode
            data = zlib.compress(item.read_raw_bytes(), 1)
        return StreamObject(local, self._text(Dictionary(entries).unparse()[:-2]), data)

    def _layers(self) -> FileLayers:
        """Groups of optional content, and those that the file hides (ISO 32000-1, 8.11.4)."""
        properties = self._source.Root.get("/OCProperties", Dictionary())
        groups = [self._local(group) for group in properties.get("/OCGs", ())]
        default = properties.get("/D", Dictionary())
        hidden = {self._local(group) for group in default.get("/OFF", ())}
        if default.get("/BaseState") == "/OFF":
            hidden |= set(groups) - {self._local(group) for group in default.get("/ON", ())}
        return FileLayers(tuple(groups), tuple(group for group in groups if group in hidden))


_WRITTEN_ANEW = frozenset("/Type /Parent /Contents /Resources /Tabs /StructParents /Annots".split())


def _content(page: pikepdf.Object) -> bytes:
    contents = page.get("/Contents")
    if contents is None:
        return b""
    parts = contents if isinstance(contents, Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts)


def _lead_links(
    pdf: pikepdf.Pdf,
    pages: Sequence[pikepdf.Object],
    page: pikepdf.Object,
    names: Sequence[str],
    tagged: bool,
) -> list[pikepdf.Object]:
    """Lead links to pages of the file to those pages; gives the ones that have no element of the file's."""
    if "/Annots" not in page:
        return []
    # What an element refers to has to be an object of its own.
    page.Annots = Array([item if item.is_indirect else pdf.make_indirect(item) for item in page.Annots])
    untagged = []
    for annotation in page.Annots:
        address = str(annotation.A.URI) if "/A" in annotation else ""
        if "/Dest" in annotation:
            index = int(annotation.Dest[0])
            annotation.Dest[0] = pages[index]
            address = names[index]
        # ISO 14289-1, 7.18.1 and 7.18.5: printed, and with words for those who do not see it.
        annotation.F = 4
        annotation.Contents = str(annotation.get("/Contents", "")).strip() or address
        if not tagged or "/StructParent" not in annotation:
            untagged.append(annotation)
    return untagged


def _paragraph_of_links(
    tags: FileTags, page: pikepdf.Object, annotations: Sequence[pikepdf.Object], parent: pikepdf.Object
) -> pikepdf.Object:
    """Their words stand in the figure of the page, so that they have no content of their own."""
    paragraph = tags.element(Name.P, parent, Pg=page)
    links = []
    for annotation in annotations:
        link = tags.element(Name.Link, paragraph, Pg=page, Alt=str(annotation.Contents))
        link.K = Dictionary(Type=Name.OBJR, Pg=page, Obj=annotation)
        tags.own(annotation, link)
        links.append(link)
    paragraph.K = Array(links)
    return paragraph
