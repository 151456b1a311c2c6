"""Runs of lines or pages as an author writes them: `12-31, 40`."""

from __future__ import annotations

import re

from report.load.faults import Fault
from report.model import Range

_RUN = re.compile(r"([0-9]{1,6})(?:\s*[-\N{EN DASH}]\s*([0-9]{1,6}))?")


def read_ranges(text: str) -> tuple[Range, ...]:
    return tuple(_run(part.strip()) for part in text.split(","))


def _run(text: str) -> Range:
    found = _RUN.fullmatch(text)
    if not found:
        raise Fault("bad-range", f'"{text}" is not a run of numbers', "write 12-31, or 12-31, 40")
    start, end = int(found[1]), int(found[2] or found[1])
    if start < 1:
        raise Fault("bad-range", "lines and pages count from 1")
    if end < start:
        raise Fault("bad-range", f'"{text}" ends before it begins', f"write {end}-{start}")
    return Range(start, end)
