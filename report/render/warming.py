"""Lays out a page that nobody sees, so that a process has loaded what all pages need once.

That is fonts, the own stylesheets, and how English words are divided: half of what the first section takes,
while a process that has just begun has nothing to do.
"""

from __future__ import annotations

from report.look import find_look
from report.render.section import render
from report.render.values import Request
from report.resources import style_folder

_STYLES = ("page.css", "type.css", "notes.css")
_PAGE = (
    '<html lang="en"><body><h1>Words</h1><p>'
    + "Considerable <i>hyphenation</i> of <b>representative</b> words, internationally. " * 9
    + "</p></body></html>"
)


def warm_up() -> None:
    render(Request(_PAGE, find_look(style_folder().parent, _STYLES)))
