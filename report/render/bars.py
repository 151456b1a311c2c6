"""Change bars: rules in the margin beside the elements that are marked `data-changed`.

They are set when all is laid out, so that they cannot move a line: in goes the finished layout, and marked
boxes get a border at the edge of the text, by what is taken from the margin and given to the padding. They
are artifacts (WeasyPrint's borders are), in the colour of their text.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes

from report.changes.texts import MARKED
from report.render.units import PX

GAP = 9 / PX
"""Between the text and its bar, in CSS pixels."""
WIDTH = 1.2 / PX


def draw_bars(document: Any, html: str) -> None:
    """On the left of the text, on its right in a section that is written from right to left."""
    if MARKED not in html:
        return
    for page in document.pages:
        side = "right" if _direction(page._page_box) == "rtl" else "left"
        for box in page._page_box.descendants():
            if _is_marked(box):
                _set_bar(box, page._page_box, side)


def _direction(page: Any) -> str:
    root = next(box for box in page.children if box.element_tag == "html")
    return str(root.style["direction"])


def _is_marked(box: Any) -> bool:
    """The element's own box, on each page; not its bullet, not the table within a table's wrapper."""
    own = box.element is not None and box.element_tag == box.element.tag
    block = isinstance(box, boxes.BlockLevelBox) and not isinstance(box, boxes.TableBox)
    return own and block and box.element.get("data-changed") is not None


def _set_bar(box: Any, page: Any, side: str) -> None:
    """Where its border is moved to, beside the text's edge, its content stays where it is."""
    inner = page.content_box_x() + (page.width if side == "right" else 0)
    own = box.content_box_x() + (box.width if side == "right" else 0)
    reach = abs(own - inner) + GAP
    taken = sum(getattr(box, name) for name in (f"margin_{side}", f"border_{side}_width", f"padding_{side}"))
    box.style = style = box.style.copy()
    style[f"border_{side}_style"] = "solid"
    style[f"border_{side}_color"] = style["color"]
    setattr(box, f"border_{side}_width", WIDTH)
    setattr(box, f"padding_{side}", reach)
    setattr(box, f"margin_{side}", taken - reach - WIDTH)
