"""What is wrong with the structure tree of a finished PDF, in words.

`faults(path)` names what breaks ISO 14289-1 (PDF/UA-1), ISO 32000-1, 14.7 and 14.8, or our own rules for
notes and contents. Validators see a part of that only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from report.render.tags.shape import STANDARD
from tests.taggedpdf import Annotation, Element, Piece, TaggedPdf

MAY_BE_EMPTY = frozenset(("TD", "TH"))
KIDS = {
    "TOC": {"TOC", "TOCI", "Caption"},
    "TOCI": {"Lbl", "Reference", "NonStruct", "P", "TOC"},
    "L": {"L", "LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"Caption", "THead", "TBody", "TFoot", "TR"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
}
PARENTS = {
    kid: {parent for parent in KIDS if kid in KIDS[parent]} for kid in ("TOCI", "LI", "TR", "TH", "TD")
}
HEADING = re.compile("H([1-6])")
LANGUAGE = re.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def faults(path: Path) -> list[str]:
    """All that is wrong, in words, the pages counted from 1."""
    pdf = TaggedPdf(path)
    return [fault for check in CHECKS for fault in check(pdf)]


def _name(pdf: TaggedPdf, element: Element) -> str:
    text = pdf.text(element)
    page = "" if element.page is None else f"page {element.page + 1}: "
    return page + element.type + (f' "{text[:40]}"' if text else "")


def _document(pdf: TaggedPdf) -> Iterator[str]:
    if [top.type for top in pdf.top] != ["Document"]:
        yield f"the tree begins with {[top.type for top in pdf.top]}, not with one Document"
    if not pdf.marked:
        yield "MarkInfo does not say Marked"
    if not pdf.shows_title:
        yield "ViewerPreferences do not show the title"
    for element in pdf.elements():
        if element.lang and not LANGUAGE.fullmatch(element.lang):
            yield f'{_name(pdf, element)}: no language tag: "{element.lang}"'
    if not LANGUAGE.fullmatch(pdf.lang):
        yield f'the catalog has no language, but "{pdf.lang}"'


def _pages(pdf: TaggedPdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, start=1):
        if page.tabs != "/S":
            yield f"page {number}: Tabs is {page.tabs or 'missing'}"
        if page.key not in pdf.parents and pdf.streams[number - 1, 0].mcids:
            yield f"page {number}: StructParents {page.key} is not in the parent tree"
    keys = [page.key for page in pdf.pages] + [link.key for page in pdf.pages for link in page.links]
    keys += [content.key for (_, form), content in pdf.streams.items() if form]
    yield from (
        f"parent tree: {n} things share the key {k}"
        for k, n in Counter(keys).items()
        if k is not None and n > 1
    )


def _content(pdf: TaggedPdf) -> Iterator[str]:
    """Content, tree and parent tree say the same."""
    told = {
        (kid.of, kid.mcid): element
        for element in pdf.elements()
        for kid in element.kids
        if isinstance(kid, Piece)
    }
    for of, content in pdf.streams.items():
        where = f"page {of[0] + 1}"
        yield from (f"{where}: {times} × {fault}" for fault, times in content.faults.items())
        yield from (f"{where}: MCID {mcid} stands {n} times" for mcid, n in content.mcids.items() if n > 1)
        owners = pdf.parents.get(-1 if content.key is None else content.key, [])
        for mcid in content.mcids:
            owner = told.get((of, mcid))
            if owner is None:
                yield f"{where}: MCID {mcid} is in no element"
            if mcid >= len(owners) or (owner is not None and owners[mcid] != owner.number):
                yield f"{where}: the parent tree has another owner for MCID {mcid}"
    for (of, mcid), element in told.items():
        if of not in pdf.streams or mcid not in pdf.streams[of].mcids:
            yield f"{_name(pdf, element)}: MCID {mcid} is not on page {of[0] + 1}"


def _tree(pdf: TaggedPdf) -> Iterator[str]:
    seen = Counter(element.number for element in pdf.elements())
    yield from (f"object {number} stands {n} times in the tree" for number, n in seen.items() if n > 1)
    for top in pdf.top:
        if top.parent != pdf.root:
            yield f"{_name(pdf, top)}: wrong parent"
    for element in pdf.elements():
        for kid in element.elements:
            if kid.parent != element.number:
                yield f"{_name(pdf, kid)}: wrong parent"


def _types(pdf: TaggedPdf) -> Iterator[str]:
    """ISO 32000-1, 14.8.4: what may stand in what."""
    for element in pdf.elements():
        if element.type not in STANDARD | pdf.roles:
            yield f"{_name(pdf, element)}: no standard type, and no role map"
        for kid in element.elements:
            wanted, allowed = KIDS.get(element.type, {kid.type}), PARENTS.get(kid.type, {element.type})
            if kid.type not in wanted or element.type not in allowed:
                yield f"{_name(pdf, kid)}: in {element.type}"
        if element.type in KIDS and any(isinstance(kid, Piece) for kid in element.kids):
            yield f"{_name(pdf, element)}: text directly in it"


def _emptiness(pdf: TaggedPdf) -> Iterator[str]:
    for element in pdf.elements():
        if not element.kids and element.type not in MAY_BE_EMPTY:
            yield f"{_name(pdf, element)}: empty"
        elif element.pieces and not element.elements and element.type != "Figure" and not pdf.text(element):
            yield f"{_name(pdf, element)}: without text"
        elif element.type in ("TOC", "L", "Table", "TR") and not element.elements:
            yield f"{_name(pdf, element)}: without items"


def _ids(pdf: TaggedPdf) -> Iterator[str]:
    named = [(element.id, element.number) for element in pdf.elements() if element.id]
    for id_, times in Counter(id_ for id_, _ in named).items():
        if times > 1:
            yield f"{times} elements have the ID {id_}"
    if sorted(named) != sorted(pdf.ids):
        yield f"the ID tree and the elements differ: {sorted(set(named) ^ set(pdf.ids))[:4]}"
    if [id_ for id_, _ in pdf.ids] != sorted(id_ for id_, _ in pdf.ids):
        yield "the ID tree is not sorted"


def _links(pdf: TaggedPdf) -> Iterator[str]:
    owners = {
        kid.number: element
        for element in pdf.elements()
        for kid in element.kids
        if isinstance(kid, Annotation)
    }
    for number, page in enumerate(pdf.pages, start=1):
        for link in page.links:
            owner = owners.get(link.number)
            if owner is None or owner.type != "Link":
                yield f'page {number}: the annotation "{link.contents}" is in no Link'
            elif link.key is None or pdf.parents.get(link.key) != [owner.number]:
                yield f'page {number}: the parent tree has another owner for the annotation "{link.contents}"'
            if not link.contents.strip() or link.contents.startswith("dossier:"):
                yield f'page {number}: a link\'s Contents is "{link.contents}"'
    listed = {link.number for page in pdf.pages for link in page.links}
    for element in pdf.elements():
        if element.type == "Link" and not any(isinstance(kid, Annotation) for kid in element.kids):
            yield f"{_name(pdf, element)}: without annotation"
        elif element.type == "Link" and not element.pieces and not element.alt:  # over a page's figure
            yield f"{_name(pdf, element)}: without content"
    yield from (
        f"{_name(pdf, owners[number])}: its annotation is on no page" for number in owners.keys() - listed
    )


def _notes(pdf: TaggedPdf) -> Iterator[str]:
    for parent in pdf.elements():
        for index, note in enumerate(parent.kids):
            if not isinstance(note, Element) or note.type != "Note":
                continue
            if not note.id:
                yield f"{_name(pdf, note)}: without ID"
            label = note.elements[0] if note.elements else None
            if label is None or label.type != "Lbl" or note.kids[0] is not label:
                yield f"{_name(pdf, note)}: does not begin with its number"
            elif pdf.text(label) not in _references_before(pdf, parent, index):
                yield f"{_name(pdf, note)}: does not stand behind its Reference"


def _references_before(pdf: TaggedPdf, parent: Element, index: int) -> list[str]:
    """The marks right in front: a Reference, or those of a heading, whose notes follow it together."""
    before = [kid for kid in parent.kids[:index] if not (isinstance(kid, Element) and kid.type == "Note")]
    last = parent.kids[index - 1] if index else None
    if isinstance(last, Element) and last.type == "Note":
        last = (
            before[-1]
            if before and isinstance(before[-1], Element) and HEADING.fullmatch(before[-1].type)
            else None
        )
    if not isinstance(last, Element):
        return []
    return [pdf.text(element) for element in last.walk() if element.type == "Reference"]


def _headings(pdf: TaggedPdf) -> Iterator[str]:
    before = 0
    for element in pdf.elements():
        if match := HEADING.fullmatch(element.type):
            level = int(match[1])
            if level > before + 1:
                yield f"{_name(pdf, element)}: follows " + (f"H{before}" if before else "nothing")
            before = level


def _figures(pdf: TaggedPdf) -> Iterator[str]:
    for element in pdf.elements():
        types = {kid.type for kid in element.elements}
        of_picture = element.type == "Div" and types & {"Figure", "Table", "Formula"}
        if "Caption" in types and element.type not in ("Table", "L", "TOC") and not of_picture:
            yield f"{_name(pdf, element)}: a Caption of nothing"
        if element.type != "Figure":
            continue
        if not element.alt.strip():
            yield f"{_name(pdf, element)}: without alternative text"
        box = element.attributes.get("BBox")
        if box is None or element.page is None:
            yield f"{_name(pdf, element)}: without BBox"
            continue
        (x1, y1, x2, y2), (left, bottom, right, top) = map(float, box), pdf.pages[element.page].box
        if not (left - 1 <= x1 < x2 <= right + 1 and bottom - 1 <= y1 < y2 <= top + 1):
            yield f"{_name(pdf, element)}: its BBox is not on the page: {box}"


def _tables(pdf: TaggedPdf) -> Iterator[str]:
    for table in pdf.elements():
        if table.type != "Table":
            continue
        cells = [cell for row in _rows(table) for cell in row.elements]
        headers = {cell.id for cell in cells if cell.type == "TH"}
        if not headers:
            yield f"{_name(pdf, table)}: no header cells"
        for cell in cells:
            if cell.type == "TH" and cell.attributes.get("Scope") not in ("Row", "Column", "Both"):
                yield f"{_name(pdf, cell)}: without scope"
            if not headers.issuperset(cell.attributes.get("Headers", ())):
                yield f"{_name(pdf, cell)}: its headers are not in its table"
        if len(widths := set(_widths(table))) > 1:
            yield f"{_name(pdf, table)}: rows of {sorted(widths)} cells"


def _rows(table: Element) -> list[Element]:
    groups = [kid.elements if kid.type in ("THead", "TBody", "TFoot") else [kid] for kid in table.elements]
    return [row for group in groups for row in group if row.type == "TR"]


def _widths(table: Element) -> Iterator[int]:
    """The number of columns of each row, with what spans into it from above."""
    hanging: Counter[int] = Counter()
    for row, tr in enumerate(_rows(table)):
        width = hanging[row]
        for cell in tr.elements:
            across = int(cell.attributes.get("ColSpan", 1))
            width += across
            for below in range(1, int(cell.attributes.get("RowSpan", 1))):
                hanging[row + below] += across
        yield width


CHECKS: tuple[Callable[[TaggedPdf], Iterator[str]], ...] = (
    _document, _pages, _content, _tree, _types, _emptiness, _ids, _links, _notes, _headings, _figures,
    _tables,
)  # fmt: skip
