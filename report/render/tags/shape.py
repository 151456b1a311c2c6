"""From one node for each HTML element to the structure types of PDF 1.7, nested as the standard wants them.

In goes the tree of `gather`, out comes a tree whose every node has a type, content, and what a reader needs
to be told besides: language, alternative text, scope of a header. HTML elements that say nothing to a reader
(`div`, `span`, `em`) leave no trace but the paragraphs and languages that they make.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from report.render.tags.arrange import ARRANGE, figure, group, notes_out_of, paragraphs
from report.render.tags.tables import describe_cells
from report.render.tags.tree import Annotation, Item, Node, has_content

_SVG = "{http://www.w3.org/2000/svg}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_TYPES = {
    "html": "Document", "article": "Art", "section": "Sect", "blockquote": "BlockQuote", "q": "Quote",
    "p": "P", "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6",
    "ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "Lbl", "dd": "LBody",
    "table": "Table", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot", "tr": "TR", "th": "TH",
    "td": "TD", "caption": "Caption", "figcaption": "Caption", "img": "Figure", f"{_SVG}svg": "Figure",
}  # fmt: skip

# ISO 32000-1, 14.8.4: all that a reader knows without a role map.
STANDARD = frozenset((
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct",
    "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH",
    "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link",
    "Annot", "Figure", "Formula", "Form",
))  # fmt: skip
_HEADINGS = frozenset(("H", "H1", "H2", "H3", "H4", "H5", "H6"))
_NUMBERING = {
    "disc": "Disc", "circle": "Circle", "square": "Square", "decimal": "Decimal",
    "decimal-leading-zero": "Decimal", "lower-roman": "LowerRoman", "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha", "lower-latin": "LowerAlpha", "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
}  # fmt: skip


def shape(root: Node, prefix: str) -> Node:
    """The finished tree; `prefix` begins the IDs that are made up."""
    return _Shaper(prefix).document(root)


class _Shaper:
    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._made_up = 0

    def document(self, root: Node) -> Node:
        return Node(type="Document", kids=group(self._kids(root, _language(root))))

    def _shaped(self, node: Node, inherited: str) -> list[Item]:
        language = _language(node) or inherited
        kids = self._kids(node, language)
        if any(isinstance(kid, Annotation) for kid in kids):
            # ISO 14289-1, 7.18.5: the annotation stands in a Link, whatever else the element is.
            kids = [Node(node.element, "Link", kids)]
        type_ = node.type or _type(node)
        if not has_content(kids) and type_ not in ("TH", "TD"):
            return []
        foreign = language if language != inherited else ""
        if type_:
            return self._element(node, type_, kids, foreign)
        if node.element is not None and node.element.tag == "figure":
            kids = figure(kids)
        elif node.block:
            kids = paragraphs(kids)
        return _spoken(kids, foreign, bool(node.block), _expansion(node.element))

    def _kids(self, node: Node, language: str) -> list[Item]:
        kids: list[Item] = []
        for kid in node.kids:
            kids.extend(self._shaped(kid, language) if isinstance(kid, Node) else (kid,))
        return kids

    def _element(self, node: Node, type_: str, kids: list[Item], language: str) -> list[Item]:
        made = Node(node.element, type_, ARRANGE.get(type_, list)(kids), node.block)
        made.language = language
        if type_ in _HEADINGS:
            return [made, *notes_out_of(made)]
        if type_ == "Note":
            made.block = False  # set as a block at the foot of the page, but told where its mark is
            made.id = node.element.get("id", "") if node.element is not None else ""
            made.id = made.id or self.make_up("note")
        elif type_ == "Figure":
            made.box, made.alternative = node.box, _alternative(node.element)
        elif type_ == "L":
            made.attributes = _list_attributes(node, made)
        elif type_ == "Table":
            describe_cells(made, self.make_up)
        return [made]

    def make_up(self, what: str) -> str:
        """An ID that no other element of the section has."""
        self._made_up += 1
        return f"{self._prefix}:{what}:{self._made_up}"


def _type(node: Node) -> str:
    """The structure type of an element; "" for one that leaves only its content."""
    element = node.element
    if element is None:
        return ""
    wanted = element.get("data-tag")
    if wanted == "Artifact":
        return ""
    if wanted is not None:
        if wanted not in STANDARD:
            raise ValueError(f'data-tag="{wanted}" is no structure type of PDF 1.7')
        return wanted
    return _TYPES.get(element.tag, "")


def _language(node: Node) -> str:
    if node.element is None:
        return ""
    return node.element.get("lang") or node.element.get(_XML_LANG) or ""


def _alternative(element: Element | None) -> str:
    if element is None:
        return ""
    parts = [element.get("aria-label") or element.get("alt") or ""]
    if element.tag == f"{_SVG}svg" and not parts[0]:
        found = (element.find(f"{_SVG}{name}") for name in ("title", "desc"))
        parts = ["".join(part.itertext()) for part in found if part is not None]
    return "\n".join(" ".join(part.split()) for part in parts)


def _expansion(element: Element | None) -> str:
    return element.get("title", "") if element is not None and element.tag == "abbr" else ""


def _spoken(kids: list[Item], language: str, block: bool, expansion: str) -> list[Item]:
    """The content of an element that leaves no trace itself, unless it changes how its words are spoken."""
    if not language and not expansion:
        return kids
    only = kids[0] if len(kids) == 1 else None
    if isinstance(only, Node) and not expansion:
        only.language = only.language or language
        return kids
    type_ = "Div" if block else "Span"
    return [Node(type=type_, kids=kids, block=block, language=language, expansion=expansion)]


def _list_attributes(node: Node, made: Node) -> dict[str, str]:
    firsts = (item.kids[0] for item in made.kids if isinstance(item, Node) and item.kids)
    labelled = any(isinstance(first, Node) and first.type == "Lbl" for first in firsts)
    numbering = _NUMBERING.get(str(node.numbering), "")
    if not numbering and node.element is not None and node.element.tag == "ol":
        numbering = "Decimal"  # numbers as typed, printed in the text
    return {"O": "/List", "ListNumbering": f"/{numbering}"} if labelled and numbering else {}
