"""What is left of a file when the keys with faults are taken out, so that a draft can be made of the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from report.load.nodes import Node, Pairs
from report.model import Problem, Severity


def without_faults(root: Node, problems: Iterable[Problem]) -> Node:
    """`root` without the keys at which, or within whose values, there is an error."""
    if not isinstance(root, Pairs):
        return root
    places = [
        (problem.place.line, problem.place.column)
        for problem in problems
        if problem.severity is Severity.ERROR
    ]
    starts = [(key.place.line, key.place.column) for key, _ in root.pairs]
    ends = [*starts[1:], (float("inf"), 0)]
    kept = (
        pair
        for pair, start, end in zip(root.pairs, starts, ends, strict=True)
        if not any(start <= place < end for place in places)
    )
    return replace(root, pairs=tuple(kept))
