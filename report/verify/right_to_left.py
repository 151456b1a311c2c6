"""Arabic, Persian and Hebrew as files store them: ligatures apart the wrong way, lines as they are drawn.

In goes the text of a page, out comes the order in which its characters are to be read instead: indices
into the text. A passage is looked up in these orders only when it is not in the text as it stands.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable

from report.model.attestation import PageWords

Reordering = Callable[[PageWords], "array[int]"]
"""For each character to be read, its index in the text of the page."""

_LETTERS = r"\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\ufb1d-\ufdff\ufe70-\ufeff"
_LETTER = re.compile(rf"[{_LETTERS}]")
_LINE = re.compile(r"[^\r\n]+")
_LEFT_TO_RIGHT = re.compile(rf"[^\s{_LETTERS}.,:;!?()\[\]«»،؛؟-]+")


def is_right_to_left(letter: str) -> bool:
    return bool(_LETTER.match(letter))


def has_right_to_left(text: str) -> bool:
    return bool(_LETTER.search(text))


def as_it_stands(words: PageWords) -> array[int]:
    return array("I", range(len(words.text)))


def ligatures(words: PageWords) -> array[int]:
    """Two letters that are one glyph (لا) are in one box: they are read the other way round."""
    order = as_it_stands(words)
    text, boxes = words.text, words.boxes
    at = 0
    while boxes and at + 1 < len(text):
        box = boxes[at]
        if box is not None and box == boxes[at + 1] and is_right_to_left(text[at]):
            order[at], order[at + 1] = at + 1, at
            at += 1
        at += 1
    return order


def as_drawn(words: PageWords) -> array[int]:
    """Lines that are stored as they are drawn, turned round; numbers and Latin words are kept."""
    order = as_it_stands(words)
    for line in _LINE.finditer(words.text):
        if not has_right_to_left(line.group()):
            continue
        turned = list(range(line.end() - 1, line.start() - 1, -1))
        for run in _LEFT_TO_RIGHT.finditer(line.group()):
            first = line.end() - line.start() - run.end()
            turned[first : first + len(run.group())] = range(
                line.start() + run.start(), line.start() + run.end()
            )
        order[line.start() : line.end()] = array("I", turned)
    return order
