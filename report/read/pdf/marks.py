"""Whether content has marks that would nest in ours: in go streams with operators, out comes a yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pikepdf

from report.read.pdf.unpacking import decoded

_MARK = re.compile(rb"(?<![A-Za-z0-9*'\"])(?:BMC|BDC)(?![A-Za-z0-9*'\"])")
_LAYER = re.compile(rb"/OC\s*/[^\s/\[\]<>(){}%]+\s*$")
_MOST = 64_000_000
"""Bytes of all streams together that are looked at; with more the answer is no."""


def unmarked(streams: Iterable[pikepdf.Stream]) -> bool:
    """No marked content (ISO 32000-1, 14.6) but that of layers. Words that look like marks count."""
    left = _MOST
    for stream in streams:
        data = decoded(stream, left + 1)
        left -= len(data)
        if left < 0 or any(not _of_layer(data, found.start()) for found in _MARK.finditer(data)):
            return False
    return True


def _of_layer(data: bytes, start: int) -> bool:
    return _LAYER.search(data[max(0, start - 200) : start]) is not None
