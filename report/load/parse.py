"""From the text of a YAML file to its tree of nodes, without constructing anything.

PyYAML's C parser gives events; they are put together here rather than composed by it, for four reasons:
an alias has its own place, growth by aliases is counted before it happens, depth is limited by a number
and not by the stack, and a key that stands twice is seen.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml

from report.load import limits
from report.load.decode import control_character, lines_of
from report.load.literal import text_of
from report.load.nodes import Broken, Items, Node, Pairs, Scalar
from report.load.syntax import explain
from report.model import Place, Problem, error

Parsed = tuple[Node | None, tuple[Problem, ...]]


def parse(text: str, file: str) -> Parsed:
    """The tree of a file's only document; None where there is nothing, or nothing that can be read."""
    builder = _Builder(file, lines_of(text))
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.YAMLError as fault:
        return None, (*builder.problems, explain(fault, file, builder.lines, builder.around))
    except _Stop as stop:
        return None, (*builder.problems, stop.problem)
    return builder.root, tuple(builder.problems)


class _Stop(Exception):  # noqa: N818
    """What follows in the file is not worth reading."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is still open."""

    place: Place
    mapping: bool
    anchor: str | None
    broken: bool
    nodes: list[Node] = field(default_factory=list)
    seen: dict[str, Place] = field(default_factory=dict)
    weight: int = 1


class _Builder:
    def __init__(self, file: str, lines: list[str]) -> None:
        self.file = file
        self.lines = lines
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self._open: list[_Frame] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._documents = 0
        self._nodes = 0
        self._aliased = 0

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._begin(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._end()
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self._documents += 1

    @property
    def around(self) -> Place | None:
        """Where the innermost list or mapping begins that is open now."""
        return self._open[-1].place if self._open else None

    # -- what an event says of itself

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        assert mark is not None
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _tagged(self, event: yaml.NodeEvent, place: Place) -> bool:
        tag = getattr(event, "tag", None)
        if tag is None:
            return False
        shown = tag.replace("tag:yaml.org,2002:", "!!")
        self._tell(
            "yaml-tag",
            f"the tag {shown} is not read",
            place,
            "take it out; to keep a value as text, put it in quotes",
        )
        return True

    def _tell(self, code: str, message: str, place: Place, hint: str) -> None:
        self.problems.append(error(code, message, place, hint))

    # -- nodes

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        place = self._place(event)
        style = event.style or ""
        node: Node = Scalar(event.value, place, style, text_of(event.value, style, place, self.lines))
        if self._tagged(event, place):
            node = Broken(place)
        elif style == '"' and (name := control_character(event.value)):
            self._tell("control-character", f"a control character, {name}", place, "take the escape out")
            node = Broken(place)
        self._add(node, 1 + len(event.value) // limits.CHARACTERS_A_NODE, event.anchor)

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        place = self._place(event)
        if len(self._open) == limits.DEPTH:
            raise _Stop(error("too-deep", f"lists and mappings nested more than {limits.DEPTH} deep", place))
        broken = self._tagged(event, place)
        self._open.append(_Frame(place, isinstance(event, yaml.MappingStartEvent), event.anchor, broken))

    def _end(self) -> None:
        frame = self._open.pop()
        node: Node
        if frame.broken:
            node = Broken(frame.place)
        elif frame.mapping:
            node = Pairs(self._pairs(frame), frame.place)
        else:
            node = Items(tuple(frame.nodes), frame.place)
        self._add(node, frame.weight, frame.anchor)

    def _alias(self, event: yaml.AliasEvent) -> None:
        place = self._place(event)
        name = event.anchor
        if any(frame.anchor == name for frame in self._open):
            self._tell("yaml-alias", f"*{name} contains itself", place, "write out what is meant")
            self._add(Broken(place), 1, None)
        elif name not in self._anchors:
            self._tell(
                "yaml-alias",
                f"nothing has the anchor &{name}",
                place,
                "put a value that begins with * in quotes",
            )
            self._add(Broken(place), 1, None)
        else:
            self._repeat(name, place)

    def _repeat(self, name: str, place: Place) -> None:
        node, weight = self._anchors[name]
        self._aliased += weight
        if self._aliased > limits.ALIASED:
            message = f"aliases grow without bound at *{name}"
            raise _Stop(error("yaml-alias", message, place, "write out what is meant"))
        self._add(node, weight, None)

    def _add(self, node: Node, weight: int, anchor: str | None) -> None:
        self._nodes += 1
        if self._nodes > limits.NODES:
            raise _Stop(
                error(
                    "too-large",
                    f"more than {limits.NODES:,} values in one file",
                    node.place,
                    "divide the file",
                )
            )
        if anchor:
            self._anchors[anchor] = (node, weight)
        if self._open:
            self._open[-1].nodes.append(node)
            self._open[-1].weight += weight
        elif self._documents == 1:
            self.root = node
        elif node != _nothing(node):
            raise _Stop(
                error(
                    "yaml-documents",
                    "a second document in one file",
                    node.place,
                    'take out the line "---" in front of it',
                )
            )

    # -- keys

    def _pairs(self, frame: _Frame) -> tuple[tuple[Scalar, Node], ...]:
        keys, values = frame.nodes[::2], frame.nodes[1::2]
        pairs = ((self._key(frame, key), value) for key, value in zip(keys, values, strict=True))
        return tuple((key, value) for key, value in pairs if key)

    def _key(self, frame: _Frame, key: Node) -> Scalar | None:
        if isinstance(key, Broken):
            return None
        if not isinstance(key, Scalar):
            self._tell("wrong-type", "a key should be text", key.place, "quote a key that begins with [ or {")
        elif key.plain and key.value == "<<":
            self._tell(
                "yaml-merge", "merge keys (<<) are not read", key.place, "write out the keys that are meant"
            )
        elif first := frame.seen.get(key.value):
            self._tell(
                "duplicate-key",
                f'the key "{key.value}" stands twice',
                key.place,
                f"the first is on line {first.line}",
            )
        else:
            frame.seen[key.value] = key.place
            return key
        return None


def _nothing(node: Node) -> Node:
    """What stands after a closing `---`: an empty document, which is no second one."""
    return Scalar("", node.place, "", node.text) if isinstance(node, Scalar) else Broken(node.place)
