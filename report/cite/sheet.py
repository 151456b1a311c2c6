"""The style as it is handed to Pandoc: the author's, with a few marks of our own.

A style's XML goes in, XML comes out, and what the marks mean. The style's rules are not changed, but for
one that does not fit a table of sources in groups.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass

CSL = "http://purl.org/net/xbiblio/csl"
_NS = {"c": CSL}

# Pandoc makes the first letter of every note a capital, also where the style (OSCOLA) has "ibid" and
# where it becomes "(N 4)". It stops at the first letter that it meets: this one has no capital.
FIRST_LETTER = "\U00010000"

# A pinpoint's label is told in a form of the term that no style prints, so that "para. 5" is understood
# in a dossier in any language, in the singular and the plural.
LABELS = frozenset(
    {
        "book", "chapter", "column", "figure", "folio", "issue", "line", "note", "opus", "page",
        "paragraph", "part", "section", "sub-verbo", "verse", "volume",
    }
)  # fmt: skip


def label_mark(label: str) -> str:
    return f"locator:{label}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style ready for Pandoc.

    `notes` is true for a note style; `lowers` when it wants "ibid" small even where a note begins.
    """

    xml: bytes
    notes: bool
    lowers: bool


def prepare(xml: str) -> Sheet:
    ET.register_namespace("", CSL)
    # Nothing is expanded here: read_style refuses a document type, and with it entities.
    root = ET.fromstring(xml)  # noqa: S314
    _forget_parents(root)
    _mark_notes(root)
    _mark_labels(root)
    for bibliography in root.findall("c:bibliography", _NS):
        # "———" for the author of the entry above, which in a table in groups is another entry.
        bibliography.attrib.pop("subsequent-author-substitute", None)
    lowers = any(
        text.get("text-case") == "lowercase" for text in root.iterfind('.//c:text[@term="ibid"]', _NS)
    )
    xml_of_ours = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Sheet(xml_of_ours, root.get("class") == "note", lowers)


def _forget_parents(root: ET.Element) -> None:
    """Take out the links: for one to a parent style Pandoc would ask the network."""
    for info in root.findall("c:info", _NS):
        for link in info.findall("c:link", _NS):
            info.remove(link)


def _mark_notes(root: ET.Element) -> None:
    layout = root.find("c:citation/c:layout", _NS)
    if root.get("class") == "note" and layout is not None:
        layout.set("prefix", FIRST_LETTER + layout.get("prefix", ""))


def _mark_labels(root: ET.Element) -> None:
    locale = ET.Element(f"{{{CSL}}}locale")
    terms = ET.SubElement(locale, f"{{{CSL}}}terms")
    for label in sorted(LABELS):
        term = ET.SubElement(terms, f"{{{CSL}}}term", {"name": label, "form": "verb"})
        for number in ("single", "multiple"):
            ET.SubElement(term, f"{{{CSL}}}{number}").text = label_mark(label)
    # The schema wants locales behind `info`.
    root.insert(1, locale)
