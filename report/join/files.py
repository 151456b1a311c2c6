"""The pages of an archived file, entered as they are: nothing in their content is read or changed.

In goes a part whose section has a file; its PDF is opened where it lies. Each page's content, which is one
form, is marked as a figure or carries the file's own marks; links are led to their pages.
"""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name

from report.join.file_tags import add_figures, adopt_file_tags
from report.join.layers import Layers
from report.join.pages import PageTree
from report.join.tags import Branch, TagTree
from report.model import Section

_FIGURE = b"/Figure <</MCID 0>> BDC q\n%s\nQ EMC\n"
_TAGGED = b"/NonStruct BMC q\n%s\nQ EMC\n"
"""The form's own marks are what is tagged; but a form painted outside of all marks counts as left untagged
(ISO 14289-1, 7.1)."""


def take_file(
    section: Section, names: Sequence[str], pages: PageTree, tags: TagTree, layers: Layers
) -> tuple[list[pikepdf.Object], Branch, list[bytes]]:
    """Copy the file's pages; gives them, their elements' branch, and their marked content.

    `names` is what each page is called. Raises ValueError when the file has not the pages that were read.
    """
    assert section.file is not None, f"{section.id} has an archived file"
    reading = section.file.reading
    with pikepdf.open(section.file.pdf) as source:
        contents = [_content(page.obj) for page in source.pages]
        copied = pages.copy(source)
        if len(copied) != len(reading.pages):
            raise ValueError(f"{section.file.pdf} has {len(copied)} pages, {len(reading.pages)} were read")
        if reading.tagged:
            branch = adopt_file_tags(tags, source, copied, f"annex-{section.annex}-", section.language)
        else:
            branch = add_figures(tags, copied, reading.pages, names, section.language)
        layers.take(source)
    for number, page in enumerate(copied):
        if links := _lead_links(tags.pdf, copied, page, names, reading.tagged):
            branch.kids[number].append(_paragraph_of_links(tags, page, links, branch.parent))
    frame = _TAGGED if reading.tagged else _FIGURE
    return copied, branch, [frame % content for content in contents]


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
    tags: TagTree, page: pikepdf.Object, annotations: Sequence[pikepdf.Object], parent: pikepdf.Object
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
