"""Takes out of what the new pages can reach whatever acts, leads elsewhere or tells about the makers.

In go the forms of the pages, which are changed in place; out comes what was found. Catalog and pages are
written anew, so only resources can still hold such things, directly or not. Keys are told from names that a
resource goes by: a font may be called /AA.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from report.read.pdf.values import dictionary, entries, lookup, name

ACTIONS = frozenset(
    "/JavaScript /Launch /SubmitForm /ImportData /ResetForm /GoToR /GoToE /GoToDp /URI /Movie /Sound"
    " /Rendition /GoTo3DView /RichMediaExecute /Thread /Named /Hide /SetOCGState".split()
)
"""Types of action (ISO 32000-1, table 198, and ISO 32000-2)."""

_ACTIVE = frozenset(
    "/JavaScript /JS /OpenAction /AA /Launch /SubmitForm /ImportData /GoToR /GoToE /RichMedia"
    " /RichMediaContent /RichMediaSettings /3D /3DD /Movie /Sound /Rendition /EmbeddedFiles"
    " /AF /EF /XFA /Ref /OPI /AcroForm"
    " /Annots /URI".split()
)
"""Keys that no dictionary under a page's resources needs, and that are told of."""

_IDLE = frozenset(
    "/Metadata /PieceInfo /LastModified /Thumb /Info /StructParent /StructParents /Alternates /Measure"
    " /PtData /Parent /Pg /Names /Dests /Outlines /CreatorInfo /FFilter /FDecodeParms".split()
)
"""Keys that are taken out without a word."""

_TYPES = frozenset(
    "/Page /Pages /Catalog /Annot /Action /Filespec /F /EmbeddedFile /Metadata /Sig /XRef /ObjStm /StructElem"
    " /StructTreeRoot /Outlines /Rendition /3D /3DNode /RichMediaContent /Template".split()
)
"""What nothing under a page's resources may be."""

_RESOURCES = frozenset(
    "/ExtGState /ColorSpace /Pattern /Shading /XObject /Font /ProcSet /Properties".split()
)  # ISO 32000-1, table 33
_NAMED = _RESOURCES | {"/CharProcs", "/Colorants"}
_FORM = frozenset(
    "/Type /Subtype /FormType /BBox /Matrix /Resources /Group /OC /Filter /DecodeParms /Length".split()
)

_EMBEDDABLE = ("/Type1", "/MMType1", "/TrueType", "/CIDFontType0", "/CIDFontType2")
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


@dataclass(slots=True)
class Cleaned:
    """`removed` counts what acts, by its name in PDF. `streams` are all with operators of their own, `all`
    those and the others.

    `embedded`: every font that was met brings its file along.
    """

    removed: Counter[str] = field(default_factory=Counter)
    streams: list[pikepdf.Stream] = field(default_factory=list)
    all: list[pikepdf.Stream] = field(default_factory=list)
    embedded: bool = True


def clean(roots: Iterable[pikepdf.Object]) -> Cleaned:
    """Walks everything that the forms and layers in `roots` reach, each object once; needs no recursion."""
    found = Cleaned()
    stack: list[tuple[Any, str]] = [(root, "") for root in roots]
    seen: set[tuple[int, int, bool]] = set()
    while stack:
        holder, under = stack.pop()
        named = under in _NAMED
        if holder.is_indirect:
            number, generation = holder.objgen
            if (number, generation, named) in seen:
                continue
            seen.add((number, generation, named))
        if isinstance(holder, pikepdf.Stream):
            found.all.append(holder)
        if isinstance(holder, pikepdf.Array):
            _clean_array(holder, stack, found)
        else:
            _clean_dictionary(holder, under, stack, found)
    return found


def _clean_array(holder: Any, stack: list[tuple[Any, str]], found: Cleaned) -> None:
    for index, value in enumerate(holder):
        if not _is_container(value):
            continue
        if _forbidden(value):
            _count(value, found)
            holder[index] = None
        else:
            stack.append((value, ""))


def _clean_dictionary(holder: Any, under: str, stack: list[tuple[Any, str]], found: Cleaned) -> None:
    named = under in _NAMED
    if not named:
        _note(holder, found)
    for key, value in entries(holder):
        if not named and not _keep(holder, under, key, found):
            del holder[key]
            continue
        if not _is_container(value) or key == "/Length":  # qpdf writes the length anew
            continue
        if _forbidden(value):
            _count(value, found)
            del holder[key]
        else:
            stack.append((value, key))


def _keep(holder: Any, under: str, key: str, found: Cleaned) -> bool:
    """Whether a key with a meaning may stay where it is."""
    if key in _ACTIVE:
        found.removed[key[1:]] += 1
        return False
    if key in _IDLE:
        return False
    if isinstance(holder, pikepdf.Stream):
        if key == "/F":  # table 5: the stream's data are in another file
            found.removed["F"] += 1
            return False
        return name(holder, "/Subtype") != "/Form" or key in _FORM
    return under != "/Resources" or key in _RESOURCES


def _is_container(value: Any) -> bool:
    return isinstance(value, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array))


def _forbidden(value: Any) -> bool:
    if isinstance(value, pikepdf.Array):
        return False
    if name(value, "/S") in ACTIONS or name(value, "/Type") in _TYPES:
        return True
    return isinstance(value, pikepdf.Stream) and name(value, "/Subtype") in ("/PS", "/U3D", "/PRC")


def _count(value: Any, found: Cleaned) -> None:
    action = name(value, "/S")
    if action in ACTIONS:
        found.removed[action[1:]] += 1


def _note(holder: Any, found: Cleaned) -> None:
    """Whether a font is embedded, and which streams hold operators."""
    subtype = name(holder, "/Subtype")
    if subtype in _EMBEDDABLE and name(holder, "/Type") == "/Font":
        descriptor = dictionary(holder, "/FontDescriptor")
        found.embedded &= any(lookup(descriptor, file) is not None for file in _FILES)
    if isinstance(holder, pikepdf.Stream) and (
        subtype == "/Form" or lookup(holder, "/PatternType") is not None
    ):
        found.streams.append(holder)
