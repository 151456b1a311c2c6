"""Where the characters of a scalar stand in the file, so that a fault in a body has an exact place.

The scalar's value, its style and start, and the lines of the file go in; a `Text` comes out.
"""

from __future__ import annotations

from collections.abc import Sequence

from report.model import Place, Text


def text_of(value: str, style: str, place: Place, lines: Sequence[str]) -> Text:
    if style != "|":
        return Text(value, place)
    # A literal block keeps its lines one for one, beginning on the line after its header. What YAML
    # took off each is what remains in front when the line of the value is taken off the line of the
    # file: true of a detected and of a stated indentation (`|2`) alike.
    for offset, line in enumerate(value.split("\n")):
        number = place.line + offset
        if line and number < len(lines):
            indent = len(lines[number]) - len(line)
            return Text(value, Place(place.file, place.line + 1, indent + 1), indent)
    return Text(value, place)
