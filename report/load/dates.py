"""Dates and moments as the formats write them (ISO 8601), partial ones too.

Text goes in; a `PartialDate`, or for a moment the text itself, comes out. What is no date is a `Fault`
that shows the way to write it, where that can be told for certain.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from report.load.faults import Fault
from report.model import PartialDate

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december",
)  # fmt: skip


def read_date(text: str) -> PartialDate:
    found = _ISO.fullmatch(text)
    if not found:
        raise Fault("bad-date", f'"{text}" is not a date', _advice(text))
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    partial = PartialDate(year, month, day)
    if reason := calendar_fault(partial):
        raise Fault("bad-date", f'"{text}" is not a date: {reason}')
    return partial


def calendar_fault(partial: PartialDate) -> str:
    """Why there is no such day, month or year; "" when there is."""
    if partial.year < 1:
        return "years count from 1"
    if partial.month is not None and not 1 <= partial.month <= 12:
        return f"there is no month {partial.month}"
    if partial.month is None or partial.day is None:
        return ""
    try:
        date(partial.year, partial.month, partial.day)
    except ValueError:
        return f"{_MONTHS[partial.month - 1].capitalize()} {partial.year} has no day {partial.day}"
    return ""


def read_moment(text: str) -> str:
    """A date, or a date with a time of day and perhaps a zone; kept as typed."""
    if _ISO.fullmatch(text):
        read_date(text)
        return text
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise Fault(
            "bad-date", f'"{text}" is not a time', "write 2026-11-01 or 2026-11-01T10:00:00Z"
        ) from None
    return text


def _advice(text: str) -> str:
    iso = _day_first(text) or _named_month(text) or _loose(text)
    if iso and not calendar_fault(iso):
        return f"write {iso}"
    return "write year, month, day: 2016-09-13, 2016-09 or 2016"


def _day_first(text: str) -> PartialDate | None:
    """13.09.2016, and 13/09/2016 where only one order is possible."""
    if found := re.fullmatch(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})", text):
        return PartialDate(int(found[3]), int(found[2]), int(found[1]))
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        first, second, year = (int(part) for part in found.groups())
        if first > 12:
            return PartialDate(year, second, first)
        if second > 12:
            return PartialDate(year, first, second)
    return None


def _named_month(text: str) -> PartialDate | None:
    """13 September 2016, September 13, 2016, and September 2016."""
    names = [number for number, name in enumerate(_MONTHS, 1) if re.search(rf"\b{name[:3]}", text.lower())]
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    years = [number for number in numbers if number > 31]
    days = [number for number in numbers if number <= 31]
    if len(names) != 1 or len(years) != 1 or len(days) > 1:
        return None
    return PartialDate(years[0], names[0], days[0] if days else None)


def _loose(text: str) -> PartialDate | None:
    """2016-9-3, 2016/09/13, 20160913, and a date with a time."""
    found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ].*)?", text) or re.fullmatch(
        r"(\d{4})(\d{2})(\d{2})", text
    )
    if not found:
        return None
    return PartialDate(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
