"""One copy of each font for the whole dossier.

A sheet comes without font files: it says which glyphs of which font it uses. Here those uses are united,
and each font is cut once, its glyph numbers kept, so that no page's content changes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name

from report.model import FontFile, FontUse, Sheets

_UNUSED_TABLES = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")
"""Tables that a PDF viewer does not read."""


@dataclass(slots=True)
class _Union:
    """Uses of one font that agree on the text of every glyph: one font dictionary in the PDF."""

    first: FontUse
    dictionary: pikepdf.Object
    widths: dict[int, float] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)

    def takes(self, use: FontUse) -> bool:
        # One entry's font can map a glyph to other text than another's (a ligature's glyph, say).
        return all(self.texts.get(glyph, text) == text for glyph, text in use.texts.items())

    def add(self, use: FontUse) -> None:
        for glyph, width in use.widths.items():
            self.widths.setdefault(glyph, width)
        self.texts.update(use.texts)


class FontUnion:
    """Collects the uses of all sheets, and writes the fonts at the end."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._unions: dict[tuple[str, int], list[_Union]] = {}

    def take(self, source: pikepdf.Pdf, sheets: Sheets) -> dict[str, pikepdf.Object]:
        """Take a sheet's fonts out of it, before its pages are copied.

        Gives, by resource key, the united fonts to put in their place. All pages of a sheet share
        their resources, so the first page's are all.
        """
        fonts = source.pages[0].obj.Resources.get("/Font", Dictionary())
        for key in sheets.fonts:
            if f"/{key}" in fonts:
                del fonts[f"/{key}"]
        return {key: self._united(use) for key, use in sheets.fonts.items()}

    def _united(self, use: FontUse) -> pikepdf.Object:
        unions = self._unions.setdefault((use.file.digest, use.file.index), [])
        union = next((union for union in unions if union.takes(use)), None)
        if union is None:
            union = _Union(use, self._pdf.make_indirect(Dictionary()))
            unions.append(union)
        union.add(use)
        return union.dictionary

    def write(self) -> None:
        """Cut each font to the glyphs in use, and fill in the dictionaries handed out before."""
        for number, unions in enumerate(self._unions.values()):
            file = unions[0].first.file
            glyphs = {glyph for union in unions for glyph in union.widths}
            data = subset(file, glyphs)
            # Compressed here, and well: `join` saves fast.
            stream = self._pdf.make_stream(zlib.compress(data, 9), Filter=Name.FlateDecode)
            is_cff = data[:4] == b"OTTO"
            if is_cff:
                stream.Subtype = Name.OpenType
            else:
                stream.Length1 = len(data)
            for union in unions:
                self._fill(union, stream, is_cff, _tag(number))

    def _fill(self, union: _Union, stream: pikepdf.Object, is_cff: bool, tag: str) -> None:
        pdf = self._pdf
        font = union.first
        name = Name(f"/{tag}+{font.name}")
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            FontFamily=font.family,
            Flags=font.flags,
            FontBBox=Array([0, font.descent, max(union.widths.values()), font.ascent]),
            ItalicAngle=0,
            Ascent=font.ascent,
            Descent=font.descent,
            CapHeight=font.ascent,
            StemV=80,
        )
        descriptor["/FontFile3" if is_cff else "/FontFile2"] = stream
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType0 if is_cff else Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            W=_widths(union.widths),
            FontDescriptor=pdf.make_indirect(descriptor),
        )
        if not is_cff:
            descendant.CIDToGIDMap = Name.Identity
        union.dictionary.Type = Name.Font
        union.dictionary.Subtype = Name.Type0
        union.dictionary.BaseFont = name
        union.dictionary.Encoding = Name("/Identity-H")
        union.dictionary.DescendantFonts = Array([pdf.make_indirect(descendant)])
        union.dictionary.ToUnicode = pdf.make_stream(to_unicode(union.texts))


def add_fonts(resources: pikepdf.Object, fonts: Mapping[str, pikepdf.Object]) -> None:
    """Enter fonts into a page's or a form's resources, by key."""
    if "/Font" not in resources:
        resources.Font = Dictionary()
    for key, font in fonts.items():
        resources.Font[f"/{key}"] = font


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


def _widths(widths: Mapping[int, float]) -> Array:
    """The /W array: runs of neighbouring glyphs (ISO 32000-1, 9.7.4.3)."""
    array: list[Any] = []
    run: list[float] = []
    previous = None
    for glyph in sorted(widths):
        if previous is None or glyph != previous + 1:
            run = []
            array += [glyph, run]
        run.append(widths[glyph])
        previous = glyph
    return Array([Array(item) if isinstance(item, list) else item for item in array])


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
