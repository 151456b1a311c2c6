"""The chronology: what was said when, and about when, as pictures with an axis of time.

In go the entries; out come figures (SVG) that fit a page, each with the words that stand for it. Few
statements are drawn one by one, each with its label; where labels would fill page after page, they are
counted instead. Undated statements have a row of their own and no place on the axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from report.compose.dates import in_words
from report.compose.labelled import Setting, draw_labelled
from report.compose.records import Records, collect
from report.compose.svg import Canvas
from report.compose.tally import draw_tally
from report.compose.words import Words
from report.directions import direction
from report.model import Entry

WIDTH = 396.0
"""As overview.css has it."""
SPELT_OUT = 40
"""More marks than this are told in words by their number, as the picture does."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture: the shapes of an SVG of `width` by `height` points, the texts to lay over it (HTML), and
    the words that stand for it.
    """

    shapes: Markup
    texts: Markup
    width: str
    height: str
    words: str


@dataclass(frozen=True, slots=True)
class Chronology:
    """The figures, and the key to them: `labelled`, or `counted`."""

    figures: tuple[Figure, ...] = ()
    key: str = ""


def draw_chronology(
    entries: Sequence[Entry], words: Words, language: str, first: float, room: float
) -> Chronology:
    """The chronology; none where nothing has a date. `first` and `room`: heights free on its pages."""
    records = collect(entries)
    if not records.marks:
        return Chronology()
    setting = Setting(words, language, direction(language) == "rtl", WIDTH, first, room)
    drawings = draw_labelled(records, setting)
    key = "labelled" if drawings is not None else "counted"
    if drawings is None:
        drawings = draw_tally(records, setting)
    told = [_tell(records, setting), *([words["figure-continued"]] * (len(drawings) - 1))]
    return Chronology(tuple(map(_figure, drawings, told)), words[f"key-{key}"])


def _figure(canvas: Canvas, words: str) -> Figure:
    return Figure(canvas.content(), canvas.words(), f"{canvas.width:g}", f"{canvas.height:.2f}", words)


def _tell(records: Records, setting: Setting) -> str:
    """What the picture shows, in words."""
    words, language = setting.words, setting.language
    ends = records.marks[0].date, max(records.marks, key=lambda mark: mark.span.end).date
    span = " – ".join(dict.fromkeys(in_words(date, language) for date in ends))
    parts = [words["figure"].format(span=span)]
    for said, key in ((True, "figure-said"), (False, "figure-happened")):
        marks = [mark for mark in records.marks if mark.statement is said]
        if not marks:
            continue
        told = [f"{in_words(mark.date, language)}: {item.text}" for mark in marks for item in mark.items]
        parts.append(words[key].format(list="; ".join(told) if len(told) <= SPELT_OUT else str(len(told))))
    if records.undated:
        titles = [item.text for item in records.undated]
        parts.append(
            words["figure-undated"].format(
                list="; ".join(titles) if len(titles) <= SPELT_OUT else str(len(titles))
            )
        )
    return " ".join(parts)
