"""The few shapes that the chronology is drawn with, as SVG, and the words to lay over them, as HTML.

Places in points from the top left go in, elements come out. In a language written from right to left the
picture is mirrored. The words are not in the SVG because WeasyPrint sets its text letter by letter, which
is wrong for Arabic script, and without kerning for any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from report.compose.measure import Run
from report.directions import direction

LINE = 10.0
"""The height of a line of words, as overview.css has it."""


@dataclass(slots=True)
class Canvas:
    """A picture under way, `width` points wide; it grows downwards."""

    width: float
    mirrored: bool = False
    height: float = 0.0
    shapes: list[Markup] = field(default_factory=list)
    texts: list[Markup] = field(default_factory=list)

    def line(self, *points: tuple[float, float], width: float = 0.4, dashed: bool = False) -> None:
        path = "M" + "L".join(f"{_n(self._x(x))} {_n(y)}" for x, y in points)
        dash = Markup(' stroke-dasharray="1.5 2"') if dashed else ""
        self.shapes.append(
            Markup('<path d="{}" fill="none" stroke="black" stroke-width="{}"{}/>').format(path, width, dash)
        )

    def bar(self, x: float, y: float, width: float, height: float, filled: bool) -> None:
        """A bar as large as told, its outline inside."""
        left = self._x(x + width) if self.mirrored else x
        inset = 0.35
        self.shapes.append(
            Markup(
                '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="black" stroke-width="0.7"/>'
            ).format(
                _n(left + inset), _n(y + inset), _n(max(width - 2 * inset, 0.1)),
                _n(max(height - 2 * inset, 0.1)), _fill(filled),
            )
        )  # fmt: skip

    def dot(self, x: float, y: float, filled: bool, radius: float = 2.0) -> None:
        self.shapes.append(
            Markup('<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="black" stroke-width="0.7"/>').format(
                _n(self._x(x)), _n(y), radius, _fill(filled)
            )
        )

    def text(self, x: float, y: float, runs: Sequence[Run] | str, size: float, end: bool = False) -> None:
        """A line of text on the baseline `y`, beginning at `x`, or ending there."""
        runs = [Run(runs)] if isinstance(runs, str) else runs
        # Where the baseline of the house face is in a line of LINE points.
        top = y - LINE / 2 - 0.324 * size
        from_right = end != self.mirrored
        self.texts.append(
            Markup('<span class="text" style="{}:{}pt;top:{}pt;font-size:{}pt">{}</span>').format(
                "right" if from_right else "left",
                _n(self.width - self._x(x) if from_right else self._x(x)),
                _n(top),
                size,
                Markup("").join(map(_run, runs)),
            )
        )

    def _x(self, x: float) -> float:
        return self.width - x if self.mirrored else x

    def content(self) -> Markup:
        return Markup("\n").join(self.shapes)

    def words(self) -> Markup:
        return Markup("\n").join(self.texts)


def _run(run: Run) -> Markup:
    text = escape(run.text)
    if run.language:
        text = Markup('<span lang="{}" dir="{}">{}</span>').format(
            run.language, direction(run.language), text
        )
    return Markup("<em>{}</em>").format(text) if run.italic else text


def _fill(filled: bool) -> str:
    return "black" if filled else "white"


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
