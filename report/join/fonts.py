"""One copy of each font for the whole dossier.

A sheet comes without font files: it says which glyphs of which font it uses. Here those uses are united,
and each font is cut once, its glyph numbers kept, so that no page's content changes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz as hb

from report.model import FontFile, FontUse
from report.objects.template import Template, joined, plain, string, written

_UNUSED_TABLES = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")
"""Tables that a PDF viewer does not read."""


@dataclass(slots=True)
class _Union:
    """Uses of one font that agree on the text of every glyph: one font dictionary in the PDF."""

    name: str
    first: FontUse
    widths: dict[int, float]
    texts: dict[int, str]

    def takes(self, use: FontUse) -> bool:
        # One entry's font can map a glyph to other text than another's (a ligature's glyph, say).
        return use.texts.items() <= self.texts.items() or all(
            self.texts.get(glyph, text) == text for glyph, text in use.texts.items()
        )

    def add(self, use: FontUse) -> None:
        if not use.widths.keys() <= self.widths.keys():
            self.widths = {**use.widths, **self.widths}
        self.texts |= use.texts


@dataclass(frozen=True, slots=True)
class FontObject:
    """An object of a font, by its name; of a stream the entries but for /Length, and its data."""

    name: str
    template: Template
    data: bytes | None = None


class FontUnion:
    """Collects the uses of all parts, and writes the fonts at the end."""

    def __init__(self) -> None:
        self._unions: dict[tuple[str, int], list[_Union]] = {}

    def take(self, use: FontUse) -> str:
        """Take a use; gives the name of the font's dictionary."""
        unions = self._unions.setdefault((use.file.digest, use.file.index), [])
        for union in unions:
            if union.takes(use):
                union.add(use)
                return union.name
        name = f"{use.file.digest}:{use.file.index}:{len(unions)}"
        unions.append(_Union(name, use, dict(use.widths), dict(use.texts)))
        return name

    def objects(self) -> list[FontObject]:
        """Each font cut to the glyphs in use, and the dictionaries."""
        written: list[FontObject] = []
        for number, unions in enumerate(self._unions.values()):
            file = unions[0].first.file
            cut = _cut(file, frozenset().union(*(union.widths for union in unions)))
            stream = f"{unions[0].name}:file"
            written.append(FontObject(stream, plain(cut.entries), cut.data))
            for union in unions:
                written += _dictionaries(union, stream, cut.is_cff, _tag(number))
        return written


@dataclass(frozen=True, slots=True)
class _Cut:
    entries: bytes
    data: bytes
    is_cff: bool


@lru_cache(maxsize=32)
def _cut(file: FontFile, glyphs: frozenset[int]) -> _Cut:
    """A font cut and compressed, well; kept, since most edits leave the glyphs in use as they are."""
    data = subset(file, glyphs)
    is_cff = data[:4] == b"OTTO"
    kind = b"/Subtype /OpenType" if is_cff else b"/Length1 %d" % len(data)
    return _Cut(b"<</Filter /FlateDecode" + kind, zlib.compress(data, 9), is_cff)


def _dictionaries(union: _Union, stream: str, is_cff: bool, tag: str) -> list[FontObject]:
    font = union.first
    name = f"/{tag}+{font.name}".encode()
    box = b" ".join(written(side) for side in (0, font.descent, max(union.widths.values()), font.ascent))
    ascent, descent = written(font.ascent), written(font.descent)
    descriptor = joined(
        plain(b"<</Type /FontDescriptor/FontName " + name + b"/FontFamily " + string(font.family)),
        plain(b"/Flags %d/FontBBox [%b]/ItalicAngle 0/Ascent %b" % (font.flags, box, ascent)),
        plain(b"/Descent %b/CapHeight %b/StemV 80" % (descent, ascent)),
        Template(b"/FontFile3 %b>>" if is_cff else b"/FontFile2 %b>>", (stream,)),
    )
    kind = b"/CIDFontType0" if is_cff else b"/CIDFontType2/CIDToGIDMap /Identity"
    descendant = joined(
        plain(b"<</Type /Font/Subtype " + kind + b"/BaseFont " + name),
        plain(b"/CIDSystemInfo <</Registry (Adobe)/Ordering (Identity)/Supplement 0>>"),
        plain(b"/W " + _widths(union.widths)),
        Template(b"/FontDescriptor %b>>", (f"{union.name}:descriptor",)),
    )
    dictionary = joined(
        plain(b"<</Type /Font/Subtype /Type0/BaseFont " + name + b"/Encoding /Identity-H"),
        Template(
            b"/DescendantFonts [%b]/ToUnicode %b>>",
            (f"{union.name}:descendant", f"{union.name}:text"),
        ),
    )
    texts = zlib.compress(to_unicode(union.texts))
    return [
        FontObject(union.name, dictionary),
        FontObject(f"{union.name}:descendant", descendant),
        FontObject(f"{union.name}:descriptor", descriptor),
        FontObject(f"{union.name}:text", plain(b"<</Filter /FlateDecode"), texts),
    ]


def subset(file: FontFile, glyphs: Iterable[int]) -> bytes:
    """The font with these glyphs only, under their old numbers, without what no viewer reads."""
    face = hb.Face(file.data, file.index)
    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).set({0, *glyphs})
    wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(hb_tag(tag) for tag in _UNUSED_TABLES)
    wanted.flags = (
        hb.SubsetFlags.RETAIN_GIDS
        | hb.SubsetFlags.NO_HINTING
        | hb.SubsetFlags.DESUBROUTINIZE
        | hb.SubsetFlags.NOTDEF_OUTLINE
    )
    return bytes(hb.subset(face, wanted).blob.data)


def hb_tag(tag: str) -> int:
    return int.from_bytes(tag.encode("ascii"), "big")


def _tag(number: int) -> str:
    """Six capitals, as a cut font's name must begin (ISO 32000-1, 9.6.4)."""
    letters = ""
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _widths(widths: Mapping[int, float]) -> bytes:
    """The /W array: runs of neighbouring glyphs (ISO 32000-1, 9.7.4.3)."""
    runs: list[tuple[int, list[bytes]]] = []
    previous = None
    for glyph in sorted(widths):
        if previous is None or glyph != previous + 1:
            runs.append((glyph, []))
        runs[-1][1].append(written(widths[glyph]))
        previous = glyph
    return b"[" + b" ".join(b"%d [%b]" % (first, b" ".join(run)) for first, run in runs) + b"]"


def to_unicode(texts: Mapping[int, str]) -> bytes:
    """The map from glyphs to text that copying and searching use (ISO 32000-1, 9.10.3)."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <ffff>",
        "endcodespacerange",
    ]
    items = sorted(texts.items())
    for start in range(0, len(items), 100):  # a block may have no more than a hundred
        block = items[start : start + 100]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in block]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")
