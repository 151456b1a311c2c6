"""Dates of CSL data, in the forms in which Pandoc reads CSL-YAML, as CSL-JSON.

Text (EDTF: `2017-03`, `2017~`, `2016/2017`), `date-parts`, or `year`, `month` and `day` go in;
`{"date-parts": …}` comes out. Pandoc drops a date that it cannot read without a word: here it is a
`Fault`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from report.load.dates import calendar_fault, read_date
from report.load.faults import Fault
from report.model import PartialDate

_EDTF = re.compile(r"(-?)([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%]?)(?:T[0-9:.]+(?:Z|[-+][0-9:]+)?)?")
_LITERAL = 'a date in words is written {literal: "…"}'
# EDTF numbers the seasons in the month's place, and so does citeproc.
_SEASONS = range(21, 25)

Parts = list[int]


def read_edtf(text: str) -> dict[str, object]:
    """A day, month, season or year, perhaps doubtful, or a range of two, which may be open."""
    begin, slash, end = text.partition("/")
    parts, doubtful = _single(begin, text)
    both = [parts]
    if slash and end in ("", "..", "open"):
        # citeproc's sign for an open end.
        both.append([0])
    elif slash:
        last, unsure = _single(end, text)
        both.append(last)
        doubtful = doubtful or unsure
    return {"date-parts": both} | ({"circa": True} if doubtful else {})


def check_parts(both: Sequence[Sequence[int]]) -> list[Parts]:
    """`date-parts` as they stand, when there are such days."""
    if not 1 <= len(both) <= 2:
        raise Fault("bad-date", "date-parts holds one date, or two for a range", "write [[2017, 3, 30]]")
    for parts in both:
        if list(parts) == [0] and parts is both[-1] and len(both) == 2:
            continue  # citeproc's sign for an open end
        if not 1 <= len(parts) <= 3:
            raise Fault("bad-date", "a date has a year, perhaps a month and a day", "write [[2017, 3, 30]]")
        _check(list(parts), "-".join(str(part) for part in parts))
    return [list(parts) for parts in both]


def _single(text: str, whole: str) -> tuple[Parts, bool]:
    found = _EDTF.fullmatch(text)
    if not found:
        _refuse(text, whole)
        raise AssertionError("not reached")
    minus, year, month, day, doubt = found.groups()
    # EDTF has a year 0, so that its -0044 is 45 BC; citeproc counts as historians do.
    number = -int(year) - 1 if minus else int(year)
    parts = [number, *(int(part) for part in (month, day) if part)]
    _check(parts, text)
    return parts, bool(doubt)


def _refuse(text: str, whole: str) -> None:
    if text != whole:
        raise Fault("bad-date", f'"{text}" in "{whole}" is not a date', "a range is written 2016-09/2017-03")
    try:
        read_date(text)
    except Fault as fault:
        hint = f"{fault.hint}; {_LITERAL}"
        raise Fault("bad-date", fault.message, hint) from None


def _check(parts: Parts, text: str) -> None:
    year, month, day = (*parts, None, None)[:3]
    assert year is not None
    if month in _SEASONS and day is None:
        return
    # Before the year 1 only the form is looked at: every year may be a leap year.
    reason = calendar_fault(PartialDate(4 if year < 0 else year, month, day))
    if reason:
        raise Fault("bad-date", f'"{text}" is not a date: {reason}')
