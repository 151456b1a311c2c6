"""The markup of strangers, made fit for layout: what acts, embeds or leads elsewhere is taken out.

In goes the text of a page, out comes its tree (elements without namespace, as WeasyPrint wants them), with
nothing left that is not to be seen on paper.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, SubElement

import tinyhtml5

from report.read.convert.charsets import printable

_DROPPED = frozenset(
    "script iframe frame base meta template basefont bgsound param source track noembed noframes".split()
)
"""Elements that go with all that is in them."""

_OPENED = frozenset("noscript object embed applet audio video canvas portal form marquee".split())
"""Elements that become plain boxes: what they show where they do not work is what paper can show."""

_LINKS = frozenset({"http", "https", "mailto"})

_OURS = re.compile("attest-", re.I)

_ACTIONS = ("action", "formaction", "ping", "background", "srcset", "manifest", "poster")


def parsed(text: str) -> Element:
    """The tree of a page. Every page has one: HTML's parser takes anything."""
    root: Element = tinyhtml5.parse(text, namespace_html_elements=False)
    return root


def clean(root: Element, address: str = "") -> None:
    """Take out of a tree what acts, and make its links whole. `address` is the page's own."""
    for element in list(root.iter()):
        for child in list(element):
            if not isinstance(child.tag, str) or child.tag.lower() in _DROPPED or _is_other_link(child):
                _remove(element, child)
    for element in root.iter():
        _clean_one(element, address)


def title_of(root: Element) -> str:
    found = next(root.iter("title"), None)
    return " ".join(printable("".join(found.itertext())).split()) if found is not None else ""


def depth_of(root: Element) -> int:
    """How deep its elements lie in one another."""
    deepest, level = 0, [root]
    while level:
        deepest, level = deepest + 1, [child for element in level for child in element]
    return deepest


def without_styles(root: Element) -> Element:
    """Take out all that a page says of its look."""
    for element in list(root.iter()):
        element.attrib.pop("style", None)
        for child in list(element):
            if child.tag in ("style", "link"):
                _remove(element, child)
    return root


def text_alone(root: Element) -> Element:
    """A tree with the text of a page, a paragraph each line, and nothing else of it."""
    page = Element("html", {name: root.attrib[name] for name in ("lang", "dir") if name in root.attrib})
    body = SubElement(page, "body")
    for element in [*root.iter("style"), *root.iter("title")]:
        element.text = None
    for line in "\n".join(text.strip(" ") for text in root.itertext()).splitlines():
        if line.strip():
            SubElement(body, "p").text = line.strip()
    return page


def frames_in(root: Element) -> int:
    """How many other pages it shows in frames, but for those too small to be seen."""
    frames = [element for element in root.iter() if element.tag in ("frame", "iframe")]
    return sum(1 for one in frames if (one.get("src") or one.get("srcdoc")) and not _is_unseen(one))


def _is_unseen(frame: Element) -> bool:
    hidden = re.search(r"(display\s*:\s*none|visibility\s*:\s*hidden)", frame.get("style", ""), re.I)
    small = any(frame.get(side, "").strip() in ("0", "1") for side in ("width", "height"))
    return bool(hidden) or small or "hidden" in frame.attrib


def direction(text: str) -> str:
    """How a text runs, rtl or ltr, by its first letter that has a direction (UAX 9, P2 and P3)."""
    found = next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), "L")
    return "ltr" if found == "L" else "rtl"


def put_first(root: Element, block: Element) -> None:
    """Put a block before all that the page shows."""
    body = next((child for child in root if child.tag in ("body", "frameset")), None)
    if body is None:
        body = SubElement(root, "body")
    body.tag = "body"
    body.insert(0, block)
    block.tail, body.text = body.text, None


def _is_other_link(element: Element) -> bool:
    """Whether it is a link of another kind than a style sheet: an icon, an attachment, something to fetch."""
    return element.tag == "link" and "stylesheet" not in element.get("rel", "").lower().split()


def _remove(parent: Element, child: Element) -> None:
    """Take a child out and leave the text behind it."""
    index = list(parent).index(child)
    if child.tail:
        if index:
            parent[index - 1].tail = (parent[index - 1].tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def _clean_one(element: Element, address: str) -> None:
    if element.tag in _OPENED:
        element.tag = "div" if element.tag == "form" else "span"
        for name in ("data", "src", "type", "classid"):
            element.attrib.pop(name, None)
    if _OURS.match(element.tag):
        element.tag = "div"
    for name in ("colspan", "rowspan"):
        if name in element.attrib and not re.fullmatch(r"\s*\d{1,3}\s*", element.attrib[name]):
            del element.attrib[name]  # 99999999 columns take WeasyPrint for ever
    if element.tag.endswith("}svg"):
        _set_size(element)
    for name in [*_unwanted(element)]:
        del element.attrib[name]
    if element.tag in ("a", "area") and "href" in element.attrib:
        _set_link(element, address)
    element.text = printable(element.text) if element.text else element.text
    element.tail = printable(element.tail) if element.tail else element.tail


def _set_size(drawing: Element) -> None:
    """Give a drawing without a size that of its coordinates.

    WeasyPrint 70 crashes on one without in a line of text that runs from right to left.
    """
    numbers = re.findall(r"[-+.\d]+", drawing.get("viewBox", ""))
    if len(numbers) == 4 and not {"width", "height"} & drawing.attrib.keys():
        drawing.set("width", numbers[2])
        drawing.set("height", numbers[3])


def _unwanted(element: Element) -> Iterator[str]:
    for name in element.attrib:
        low = name.lower()
        if low.startswith("on") or low in _ACTIONS or low == "data-tag":
            yield name


def _set_link(element: Element, address: str) -> None:
    """Where a link leads, in full; a link that leads nowhere from paper becomes plain text."""
    link = printable(element.get("href", "")).strip()
    try:
        if not link.startswith("#") and address:
            link = urljoin(address, link)
        keep = link.startswith("#") or urlsplit(link).scheme.lower() in _LINKS
    except ValueError:
        keep = False
    if keep:
        element.set("href", link)
    else:
        del element.attrib["href"]
