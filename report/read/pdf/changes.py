"""What was done to the copy, in words: in goes what the reader's parts did, out come lines for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from report.model import Change
from report.read.pdf.annotations import Drawing
from report.read.pdf.fit import Fit
from report.read.pdf.opening import Opened

_HAIR = 0.9995
"""A page scaled by less than this is told of."""


def changes(
    opened: Opened,
    damage: Sequence[str],
    fits: Sequence[Fit],
    drawn: Iterable[Drawing],
    removed: Counter[str],
    pictured: int,
) -> Iterator[tuple[Change, str]]:
    """Each change with its detail, in the order in which they were made."""
    if damage:
        yield Change.REPAIRED, ", ".join(damage)
    if opened.encrypted:
        yield Change.DECRYPTED, ""
    kinds = Counter(drawing.kind for drawing in drawn)
    if kinds:
        yield Change.FLATTENED, ", ".join(_counted(number, kind) for kind, number in sorted(kinds.items()))
    if removed:
        yield (
            Change.CLEANED,
            ", ".join(
                kind if number == 1 else f"{kind} ({number})" for kind, number in sorted(removed.items())
            ),
        )
    scaled = [fit.scale for fit in fits if fit.scale < _HAIR]
    if scaled:
        yield Change.SCALED, f"{_counted(len(scaled), 'page')} to {_percent(scaled)}"
    turned = sum(fit.turned for fit in fits)
    if turned:
        yield Change.TURNED, _counted(turned, "page")
    if pictured:
        yield Change.PICTURED, _counted(pictured, "page")


def _counted(number: int, kind: str) -> str:
    return f"{number} {kind}" if number == 1 else f"{number} {kind}s"


def _percent(scales: Sequence[float]) -> str:
    low, high = round(min(scales) * 100), round(max(scales) * 100)
    return f"{low} %" if low == high else f"{low} to {high} %"


def warnings(
    damage: Sequence[str], missing: int, lost_values: Sequence[str], pictured: Sequence[int]
) -> Iterator[tuple[str, str]]:
    """What the author should look at, as code and message."""
    if damage:
        yield (
            "repaired-file",
            f"the file was damaged and has been repaired ({', '.join(damage)}); the printed sha256 is that of"
            " the file as received",
        )
    if missing:
        yield (
            "missing-pages",
            f"the file claims {_counted(missing, 'page')} more than it has; no reader can show them",
        )
    if pictured:
        yield (
            "page-differs",
            f"{_listed('page', pictured)} cannot be copied without losing letters and is there as a picture",
        )
    if lost_values:
        yield (
            "form-value",
            f"some letters of what was filled in at {', '.join(lost_values[:5])} cannot be drawn; print the"
            " form to PDF in a reader that shows them",
        )


def _listed(kind: str, values: Sequence[int]) -> str:
    listed = ", ".join(str(number) for number in values[:10]) + (" …" if len(values) > 10 else "")
    return f"{kind} {listed}" if len(values) == 1 else f"each of {kind}s {listed}"
