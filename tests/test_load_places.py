"""A position in a body has an exact place in its file, whichever way YAML wrote the block."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from report.load.nodes import Pairs, Scalar
from report.load.parse import parse
from report.model import Place

LINES = st.lists(st.text("ab  é,:#'\t", max_size=8), min_size=1, max_size=6)


@given(
    lines=LINES,
    depth=st.integers(0, 3),
    indent=st.integers(1, 4),
    stated=st.booleans(),
    chomping=st.sampled_from(["", "-", "+"]),
    comment=st.sampled_from(["", "  # a comment"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_places_in_a_literal_block(
    lines: list[str], depth: int, indent: int, stated: bool, chomping: str, comment: str, end: str
) -> None:
    above = [f"{' ' * level}k{level}:" for level in range(depth)]
    number = str(indent) if stated else ""
    header = f"{' ' * depth}body: |{number}{chomping}{comment}"
    file = [*above, header, *(f"{' ' * (depth + indent)}{line}" for line in lines), f"{' ' * depth}after: x"]
    root, problems = parse(end.join(file), "x.yaml")
    if problems:
        return  # without a stated indentation some of these texts are no YAML
    node = root
    for level in range(depth):
        assert isinstance(node, Pairs)
        node = node.get(f"k{level}")
    assert isinstance(node, Pairs)
    body = node.get("body")
    assert isinstance(body, Scalar)
    for row, line in enumerate(body.text.value.split("\n")):
        for column, character in enumerate(line):
            place = body.text.at(row, column)
            assert file[place.line - 1][place.column - 1] == character


def test_other_styles_have_one_place() -> None:
    for style in ("x y", "'x y'", '"x y"', ">\n  x\n  y", "|\n\n"):
        root, _ = parse(f"body: {style}\n", "x.yaml")
        assert isinstance(root, Pairs)
        body = root.get("body")
        assert isinstance(body, Scalar)
        assert (body.text.indent, body.text.at(3, 3)) == (None, Place("x.yaml", 1, 7))


def test_places_of_keys_and_values() -> None:
    root, _ = parse("a: 1\nb:\n- é: [x, *y]\n- &y z\n", "x.yaml")
    assert root is None or root.place == Place("x.yaml", 1, 1)
    root, _ = parse("a: é\nb:\n  - {ü: [x, yy]}\n", "x.yaml")
    assert isinstance(root, Pairs)
    places = {(key.value, key.place.line, key.place.column, node.place.column) for key, node in root.pairs}
    assert places == {("a", 1, 1, 4), ("b", 2, 1, 3)}
