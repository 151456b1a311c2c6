"""What a PDF has once, written last: catalog, structure tree's root, outline, labels, names, metadata.

In go the parts with the numbers of their objects; out comes the last block of the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from report.join.attachments import Attachment, embedded
from report.join.dress import Piece
from report.join.labels import label_ranges
from report.join.metadata import DocumentFacts, catalog_entries, information, metadata
from report.join.outline import outline_objects
from report.join.parts import Part, all_labels, is_clean
from report.join.places import Placed, Places
from report.join.writer import BlockMaker, FileWriter, compressed, streams_for
from report.objects.template import Template, reference, string, string_bytes, written_name


class Closing:
    """Collects those objects; the first of them, `first`, is the root of the structure tree."""

    def __init__(self, first: int, pages: int, document: int) -> None:
        self._first = first
        self._document = document
        self._objects: dict[int, bytes] = {first: b""}
        self._streams: dict[int, tuple[bytes, bytes]] = {}
        self._next = first + 1
        self._catalog = [
            b"/Type /Catalog/Pages " + reference(pages),
            b"/StructTreeRoot " + reference(first),
        ]
        self._information = 0

    def _enter(self, text: bytes) -> bytes:
        number = self._number()
        self._objects[number] = text
        return reference(number)

    def _enter_stream(self, entries: bytes, data: bytes) -> bytes:
        number = self._number()
        self._streams[number] = (entries, data)
        return reference(number)

    def _number(self) -> int:
        self._next += 1
        return self._next - 1

    def structure(self, pieces: Sequence[Piece], starts: Sequence[int], roles: Mapping[str, bytes]) -> None:
        """The root of the structure tree. Each part has a node of the parent tree, and its keys in order."""
        nodes: list[bytes] = []
        ids: dict[bytes, bytes] = {}
        classes: list[bytes] = []
        for piece, base in zip(pieces, starts, strict=False):
            if piece.parents is not None:
                nodes.append(reference(base + piece.parents))
            for name, element in piece.body.ids:
                ids[name] = reference(base + element)
            for kind, attributes in piece.body.classes:
                classes.append(written_name(kind) + b" " + _based(attributes, base))
        entries = [
            b"/Type /StructTreeRoot/K [%b]" % reference(self._document),
            b"/ParentTree %b" % self._enter(b"<</Kids [%b]>>" % b" ".join(nodes)),
            b"/ParentTreeNextKey %d" % self._first,
        ]
        if ids:
            pairs = b"".join(string(name) + b" " + ids[name] for name in sorted(ids))
            entries.append(b"/IDTree " + self._enter(b"<</Names [%b]>>" % pairs))
        if roles:
            pairs = b"".join(written_name(kind) + b" " + role for kind, role in sorted(roles.items()))
            entries.append(b"/RoleMap <<%b>>" % pairs)
        if classes:
            entries.append(b"/ClassMap <<%b>>" % b"".join(classes))
        self._objects[self._first] = b"<<%b>>" % b"".join(entries)

    def layers(self, pieces: Sequence[Piece], starts: Sequence[int]) -> None:
        """What is hidden in a file stays hidden in the dossier (ISO 32000-1, 8.11.4)."""
        groups: list[bytes] = []
        hidden: list[bytes] = []
        for piece, base in zip(pieces, starts, strict=False):
            groups += (reference(base + group) for group in piece.body.layers.groups)
            hidden += (reference(base + group) for group in piece.body.layers.hidden)
        if groups:
            # ISO 14289-1, 7.10: a configuration has a name, and sets nothing by itself.
            default = b"<</Name (Default)/Order []/OFF [%b]>>" % b" ".join(hidden)
            self._catalog.append(b"/OCProperties <</OCGs [%b]/D %b>>" % (b" ".join(groups), default))

    def outline(self, parts: Sequence[Part], placed: Sequence[Placed], places: Places) -> None:
        objects = list(outline_objects(_bookmarks(parts, placed, places), self._next))
        root = reference(self._next)
        for text in objects:
            self._enter(text)
        self._catalog.append(b"/Outlines %b/PageMode /UseOutlines" % root)
        self._catalog.append(b"/PageLabels " + self._enter(label_ranges(all_labels(parts))))

    def names(self, places: Places, attachments: Sequence[Attachment]) -> None:
        """Named places, and files. Raises as `embedded` does."""
        trees = b"/Dests " + self._enter(b"<</Names [%b]>>" % places.names())
        if attachments:
            files: dict[str, bytes] = {}
            for item in embedded(attachments):
                entries = item.entries + b"/Filter /FlateDecode"
                stream = self._enter_stream(entries, compressed(item.data))
                files[item.name] = self._enter(item.specification % (stream, stream))
            # A name tree is sorted by the bytes of its keys.
            listed = sorted((string_bytes(name), string(name), item) for name, item in files.items())
            pairs = b"".join(name + b" " + item for _, name, item in listed)
            trees += b"/EmbeddedFiles " + self._enter(b"<</Names [%b]>>" % pairs)
            self._catalog.append(b"/AF [%b]" % b" ".join(files.values()))
        self._catalog.append(b"/Names <<%b>>" % trees)

    def facts(self, facts: DocumentFacts, parts: Sequence[Part]) -> None:
        # Metadata are not compressed, so that they are found by those who do not know PDF.
        xmp = metadata(facts, is_clean(parts))
        stream = self._enter_stream(b"<</Type /Metadata/Subtype /XML", xmp)
        self._catalog += [b"/Metadata " + stream, catalog_entries(facts)]
        self._information = self._number()
        self._objects[self._information] = information(facts)

    def write(self, writer: FileWriter) -> None:
        catalog = self._number()
        self._objects[catalog] = b"<<%b>>" % b"".join(self._catalog)
        after = self._next + streams_for(len(self._objects))
        maker = BlockMaker(self._first, after - self._first)
        maker.objects(list(self._objects), list(self._objects.values()), iter(range(self._next, after)))
        for number, (entries, data) in self._streams.items():
            maker.stream(number, entries, data)
        writer.block(maker.block())
        writer.finish(catalog, self._information)


def _bookmarks(
    parts: Sequence[Part], placed: Sequence[Placed], places: Places
) -> Iterator[tuple[int, str, bytes]]:
    around = 0
    for part, here in zip(parts, placed, strict=True):
        for mark in part.section.bookmarks:
            around = mark.level
            yield mark.level, mark.title, places[mark.anchor]
        for own in part.section.file.reading.bookmarks if part.section.file else ():
            yield around + own.level, own.title, here.destination(own.page, own.x, own.y)


def _based(template: Template, base: int) -> bytes:
    """A template that refers to nothing but a part's own objects."""
    return template.fill({slot: reference(base + slot) for slot in template.slots if isinstance(slot, int)})
