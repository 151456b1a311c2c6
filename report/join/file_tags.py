"""The pages of archived files in the structure tree: as figures with their text, or with their own tags.

In go the pages as they were copied, and what each is called ("Annex 3, page 4 of 17"); out come branches of
the tree. A screen reader is told where it is and what stands there, whatever the file was.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name

from report.join.tags import Branch, FileTags, number_pairs
from report.model import FilePage


def add_figures(
    tags: FileTags,
    pages: Sequence[pikepdf.Object],
    read: Sequence[FilePage],
    names: Sequence[str],
    language: str,
) -> Branch:
    """Each page as one figure: the marks in its content are to be `/Figure <</MCID 0>>`."""
    branch = _section(tags, len(pages), language)
    boxes: dict[tuple[float, float], pikepdf.Object] = {}
    for kids, page, told, name in zip(branch.kids, pages, read, names, strict=True):
        size = (told.width, told.height)
        if size not in boxes:
            box = Array([0, 0, *(round(side, 2) for side in size)])
            layout = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=box)
            boxes[size] = tags.pdf.make_indirect(layout)
        if "/StructParents" in page:  # of a tree that was not kept
            del page["/StructParents"]
        # Plain spaces keep it at a byte a letter where all else is Latin (PDFDocEncoding).
        text = told.text.replace("\r", "").replace("\n", " ").replace("\xa0", " ").strip()
        actual = {"ActualText": text} if text else {}
        figure = tags.element(Name.Figure, branch.parent, Pg=page, K=0, Alt=name, A=boxes[size], **actual)
        page.StructParents = tags.enter(Array([figure]))
        kids.append(figure)
    return branch


def adopt_file_tags(tags: FileTags, pages: Sequence[pikepdf.Object], prefix: str, language: str) -> Branch:
    """The file's own tree, hung under a section. `prefix` is put before its IDs and its classes."""
    branch = _section(tags, len(pages), language)
    source = tags.pdf
    root = source.Root.StructTreeRoot
    tags.take_parents(number_pairs(root.get("/ParentTree")))
    kids = _kids(root)
    for element in kids:
        element.P = branch.parent
    branch.kids[0].extend(kids)
    roles = _take_roles(tags, root)
    _take_classes(tags, root, prefix)
    for element in _walk(kids):
        _rename(tags, element, prefix, roles)
    if "/Lang" not in branch.parent and "/Lang" in source.Root:
        branch.parent.Lang = source.Root.Lang
    return branch


def _section(tags: FileTags, pages: int, language: str) -> Branch:
    """A section under the document, and the branch of what is in it."""
    section = tags.element(Name.Sect, tags.document)
    if language:
        section.Lang = language
    return Branch(section, tuple([] for _ in range(pages)))


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    """The elements right below; not marked content, nor annotations."""
    kids = element.get("/K")
    listed = kids if isinstance(kids, Array) else [kids]
    return [kid for kid in listed if isinstance(kid, Dictionary) and "/S" in kid]


def _walk(elements: Sequence[pikepdf.Object]) -> Iterator[pikepdf.Object]:
    """Every element, once, however the tree is knotted."""
    waiting, seen = deque(elements), set()
    while waiting:
        element = waiting.popleft()
        number = element.objgen[0]
        if number and number in seen:
            continue
        seen.add(number)
        yield element
        waiting.extend(_kids(element))


def _take_roles(tags: FileTags, root: pikepdf.Object) -> dict[str, pikepdf.Object]:
    """Enter the file's role map; gives what stands for its types, which another file may mean otherwise."""
    roles = root.get("/RoleMap", Dictionary())
    tags.roles = {kind: role.unparse() for kind, role in roles.items()}
    return {kind: tags.stand_in(f"role:{kind}") for kind in tags.roles}


def _take_classes(tags: FileTags, root: pikepdf.Object, prefix: str) -> None:
    for name, attributes in root.get("/ClassMap", Dictionary()).items():
        tags.classes[f"/{prefix}{name[1:]}"] = attributes


def _rename(tags: FileTags, element: pikepdf.Object, prefix: str, roles: dict[str, pikepdf.Object]) -> None:
    """Make an element's type, ID and classes, and the IDs it refers to, those of the whole."""
    if (kind := str(element.S)) in roles:
        element.S = roles[kind]
    if "/ID" in element:
        name = prefix.encode() + bytes(element.ID)
        element.ID = pikepdf.String(name)
        tags.ids[name] = element
    if "/C" in element:
        listed = element.C if isinstance(element.C, Array) else [element.C]
        element.C = Array(
            [Name(f"/{prefix}{str(item)[1:]}") if isinstance(item, Name) else item for item in listed]
        )
    if "/A" in element:
        for attributes in element.A if isinstance(element.A, Array) else [element.A]:
            if isinstance(attributes, Dictionary) and "/Headers" in attributes:
                attributes.Headers = Array(
                    [pikepdf.String(prefix.encode() + bytes(item)) for item in attributes.Headers]
                )
