"""Web pages as they were captured: HTML, and MHTML with its pictures and style sheets.

In goes the capture, out comes a tagged PDF of the paper's size. Nothing is fetched, no script runs; above
the page stand its title and the address that it was captured from.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from report.read.convert import Converted
from report.read.convert.charsets import UNDECODABLE, decode
from report.read.convert.laying import NOWHERE, Strip, lay_out_as_it_goes
from report.read.convert.markup import clean, direction, frames_in, parsed, put_first, title_of
from report.read.convert.mhtml import Capture, capture_of, is_mhtml
from report.read.convert.parts import Part, PartsFetcher
from report.read.settings import ReadSettings, UnreadableError

_META = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
_DECLARATION = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})", re.I)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://[^\s<>]+)\s*-->", re.I)


def convert(data: bytes, settings: ReadSettings) -> Converted:
    """The pages of a capture. Raises UnreadableError."""
    capture = capture_of(data) if is_mhtml(data) else _of_html(data)
    if capture is None:
        raise UnreadableError(
            "empty-capture", "it is a web page saved whole, but there is no page in it", "capture it again"
        )
    text, lost = decode(capture.page.data, _names(capture.page))
    warnings = [("undecodable-bytes", UNDECODABLE.format(lost))] if lost else []
    address = settings.address or capture.address
    root = parsed(text)
    title = title_of(root)
    frames = frames_in(root)
    if frames:
        warnings.append(("frames-left-out", f"it has other pages in frames ({frames}), which are not shown"))

    def framed(strip: Strip) -> Element:
        root = parsed(text)
        clean(root, address)
        root = strip(root)
        put_first(root, _head(title, address))
        return root

    pdf, left_out = lay_out_as_it_goes(framed, settings, PartsFetcher(capture.parts), capture.base)
    return Converted(pdf, "from a web page", title, warnings=(*warnings, *left_out))


def _of_html(data: bytes) -> Capture:
    found = _SAVED_FROM.search(data[:2048].decode("latin-1"))
    return Capture(Part("text/html", data), found[1] if found else "", NOWHERE, {})


def _names(page: Part) -> list[str]:
    """The encodings that a page is said to be in, first what counts most (HTML, 13.2.3.2)."""
    charset = page.media_type.partition("charset=")[2]
    names = [charset] if charset else []
    for pattern in (_META, _DECLARATION):
        found = pattern.search(page.data[:4096])
        # A page that has come so far as to be read as ASCII is not in UTF-16, whatever it says.
        if found and not found[1].lower().startswith(b"utf-16"):
            names.append(found[1].decode("ascii"))
    return names


def _head(title: str, address: str) -> Element:
    head = Element("attest-head")
    for name, text in (("title", title), ("address", address)):
        if text:
            SubElement(head, "p", {"class": name, "dir": direction(text)}).text = text
    return head
