"""What may stand in what: the kids of an element, put into the form that its structure type wants.

ISO 32000-1, 14.8.4: blocks hold paragraphs and not bare text, lists hold items of label and body, contents
hold references, headings hold no notes.
"""

from __future__ import annotations

from collections.abc import Callable

from report.render.tags.tree import Item, Leaf, Node, has_content

_GROUPS = frozenset(("Document", "Part", "Art", "Sect", "Div", "BlockQuote"))
# What may stand in a line of text but makes no paragraph by itself.
_NO_TEXT = frozenset(("Figure", "Note", "Caption", "Lbl", "LBody", "LI", "TOCI"))


def _is_inline(item: Item) -> bool:
    return not isinstance(item, Node) or not item.block


def _is_text(item: Item) -> bool:
    if isinstance(item, Node):
        return not item.block and item.type not in _NO_TEXT
    return isinstance(item, Leaf) and not item.blank


def paragraphs(kids: list[Item]) -> list[Item]:
    """Text that stands by itself among blocks becomes a paragraph."""
    out: list[Item] = []
    run: list[Item] = []
    for kid in [*kids, None]:
        if kid is not None and _is_inline(kid):
            run.append(kid)
            continue
        if any(_is_text(item) for item in run):
            out.append(Node(type="P", kids=run, block=True))
        else:
            out.extend(item for item in run if not isinstance(item, Leaf))
        run = []
        if kid is not None:
            out.append(kid)
    return out


def notes_out_of(heading: Node) -> list[Item]:
    """Take the notes out of a heading: readers list headings, and a note is not part of its words."""
    notes: list[Item] = []

    def take(node: Node) -> None:
        for kid in list(node.kids):
            if isinstance(kid, Node) and kid.type == "Note":
                kid.language = kid.language or heading.language
                kid.block = True
                node.kids.remove(kid)
                notes.append(kid)
            elif isinstance(kid, Node):
                take(kid)

    take(heading)
    return notes


def _list(kids: list[Item]) -> list[Item]:
    """Items; a term (`dt`) begins one, and descriptions (`dd`) go into it."""
    items: list[Item] = []
    for kid in _only_nodes(paragraphs(kids)):
        last = items[-1] if items else None
        if kid.type in ("LI", "L", "Caption"):
            items.append(kid)
        elif kid.type == "LBody" and isinstance(last, Node) and last.type == "LI":
            last.kids.append(kid)
        else:
            body = kid if kid.type in ("Lbl", "LBody") else Node(type="LBody", kids=[kid], block=True)
            items.append(Node(type="LI", kids=[body], block=True))
    return items


def _item(kids: list[Item]) -> list[Item]:
    """The label first (a marker, or the number at the head of the first paragraph), then the body."""
    label = _take_label(kids)
    if not has_content(kids):
        return label
    only = kids[0] if len(kids) == 1 else None
    if isinstance(only, Node) and only.type == "LBody":
        return [*label, only]
    return [*label, Node(type="LBody", kids=kids, block=True)]


def _take_label(kids: list[Item]) -> list[Item]:
    first = next((kid for kid in kids if not (isinstance(kid, Leaf) and kid.blank)), None)
    if not isinstance(first, Node):
        return []
    if first.type == "Lbl":
        kids.remove(first)
        return [first]
    if first.type not in ("P", "Div", "LBody"):
        return []
    label = _take_label(first.kids)
    if not has_content(first.kids):
        kids.remove(first)
    return label


def _contents_item(kids: list[Item]) -> list[Item]:
    """ISO 32000-1, table 333: a TOCI has Lbl, Reference, P or TOC; a link of ours is in a Reference."""
    out: list[Item] = []
    for kid in kids:
        if isinstance(kid, Node) and kid.type == "Link":
            out.append(Node(type="Reference", kids=[kid]))
        else:
            out.append(kid)
    return list(_only_nodes(_paragraphs_but(out)))


def _paragraphs_but(kids: list[Item]) -> list[Item]:
    """Paragraphs of what is bare text; references keep their own place."""
    for kid in kids:
        if isinstance(kid, Node) and kid.type in ("Reference", "Lbl"):
            kid.block = True
    return paragraphs(kids)


def _contents(kids: list[Item]) -> list[Item]:
    """Items; what is none becomes one."""
    parts = _only_nodes(paragraphs(kids))
    return [
        part if part.type in ("TOCI", "TOC", "Caption") else Node(type="TOCI", kids=[part]) for part in parts
    ]


def _only_nodes(kids: list[Item]) -> list[Node]:
    return [kid for kid in kids if isinstance(kid, Node)]


def _rows(kids: list[Item]) -> list[Item]:
    """Rows or cells; the blanks between them are dropped."""
    return list(_only_nodes(kids))


def figure(kids: list[Item]) -> list[Item]:
    """A picture and its caption side by side: what is inside a Figure is hidden behind its `Alt`."""
    parts = paragraphs(kids)
    return [Node(type="Div", kids=parts, block=True)] if len(parts) > 1 else group(parts)


def group(kids: list[Item]) -> list[Item]:
    """Blocks; a caption of no figure or table, which can be all that is left of one, is a paragraph."""
    parts = paragraphs(kids)
    for part in parts:
        if isinstance(part, Node) and part.type == "Caption":
            part.type = "P"
    return parts


ARRANGE: dict[str, Callable[[list[Item]], list[Item]]] = {
    **dict.fromkeys(_GROUPS, group),
    "L": _list,
    "LI": _item,
    "TOC": _contents,
    "TOCI": _contents_item,
    **dict.fromkeys(("Table", "THead", "TBody", "TFoot", "TR"), _rows),
}
