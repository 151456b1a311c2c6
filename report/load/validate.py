"""From a tree of nodes to typed values, by one of the models in `forms`; what is wrong, with its place.

pydantic says what is wrong and on which path; the words and the place are ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from report.load.faults import Fault, Mistyped
from report.load.form import OTHER, TEXT
from report.load.near import near_or_all
from report.load.nodes import Broken, Items, Node, Pairs, Scalar, describe, find
from report.load.scalars import Bare, as_words
from report.model import Problem, error

Form = TypeVar("Form", bound=BaseModel)

_KEY = "[key]"
_LIST, _MAPPING = "a list", "a mapping of keys and values"
_EXPECTED = {"tuple_type": _LIST, "dict_type": _MAPPING, "model_type": _MAPPING}
_FORMS = {_LIST: 'begin each item with "- ", or write [one, two]', _MAPPING: "write key: value, one a line"}


def validate(form: type[Form], node: Node) -> tuple[Form | None, tuple[Problem, ...]]:
    try:
        return form.model_validate(_plain(node)), ()
    except ValidationError as fault:
        details = fault.errors(include_url=False, include_input=False)
        found = (_problem(form, node, one) for one in details)
        return None, tuple(problem for problem in found if problem)


def _plain(node: Node) -> object:
    match node:
        case Scalar():
            return _text(node)
        case Items():
            return [_plain(item) for item in node.items]
        case Pairs():
            return {_text(key): _plain(value) for key, value in node.pairs}
        case Broken():
            return None


def is_words(node: Scalar) -> bool:
    """Whether a scalar can be what text is wanted for: not empty, and no bare `no`."""
    try:
        as_words(_text(node))
    except Fault:
        return False
    return True


def _text(node: Scalar) -> str:
    return Bare(node.value) if node.plain else node.value


def _problem(form: type[BaseModel], root: Node, detail: ErrorDetails) -> Problem | None:
    path = [step for step in detail["loc"] if step not in (TEXT, OTHER)]
    cause = detail["type"]
    node = find(root, path)
    if isinstance(node, Broken):
        return None  # what is wrong with it has been told
    if cause == "missing":
        return error("missing-key", f"{path[-1]} is missing", node.place, f'add "{path[-1]}: …"')
    if cause == "extra_forbidden":
        return _unknown_key(form, find(root, path[:-1]), path)
    if path and path[-1] == _KEY:
        return _key_problem(root, path, detail)
    return _value_problem(form, node, path, detail)


def _unknown_key(form: type[BaseModel], around: Node, path: Sequence[int | str]) -> Problem:
    name = str(path[-1])
    key = around.key(name) if isinstance(around, Pairs) else None
    known = _keys(form, path[:-1])
    return error("unknown-key", f'unknown key "{name}"', (key or around).place, near_or_all(name, known))


def _key_problem(root: Node, path: Sequence[int | str], detail: ErrorDetails) -> Problem | None:
    around = find(root, path[:-2])
    key = around.key(str(path[-2])) if isinstance(around, Pairs) else None
    place = (key or around).place
    cause = detail.get("ctx", {}).get("error")
    assert isinstance(cause, Fault), detail
    return error(cause.code, cause.message, place, cause.hint)


def _value_problem(
    form: type[BaseModel], node: Node, path: Sequence[int | str], detail: ErrorDetails
) -> Problem:
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, Fault):
        return error(cause.code, cause.message, node.place, cause.hint)
    if isinstance(cause, Mistyped):
        return _wrong_type(node, path, cause.expected, cause.hint)
    if detail["type"] in ("enum", "literal_error"):
        return _unknown_value(form, node, path)
    expected = _EXPECTED[detail["type"]]
    return _wrong_type(node, path, expected, _FORMS[expected])


def _wrong_type(node: Node, path: Sequence[int | str], expected: str, hint: str) -> Problem:
    return error(
        "wrong-type", f"{_name(path)} should be {expected}, this is {describe(node)}", node.place, hint
    )


def _unknown_value(form: type[BaseModel], node: Node, path: Sequence[int | str]) -> Problem:
    allowed = list(_choices(form, path))
    if not isinstance(node, Scalar):
        return _wrong_type(node, path, "text", near_or_all("", allowed))
    return error(
        "bad-value", f'{_name(path)} cannot be "{node.value}"', node.place, near_or_all(node.value, allowed)
    )


def _name(path: Sequence[int | str]) -> str:
    match list(path):
        case []:
            return "this file"
        case [*_, str(name), int()]:
            return f"an item of {name}"
        case [*_, name]:
            return str(name)
    raise AssertionError(path)


# -- what the model has at a path


def _keys(form: type[BaseModel], path: Sequence[int | str]) -> list[str]:
    model = next(_models(_annotation(form, path)), form)
    return [field.alias or name for name, field in model.model_fields.items()]


def _choices(form: type[BaseModel], path: Sequence[int | str]) -> Iterator[str]:
    for part in _flat(_annotation(form, path)):
        if isinstance(part, type) and issubclass(part, Enum):
            yield from (str(member.value) for member in part)
        elif isinstance(part, str):
            yield part


def _annotation(form: type[BaseModel], path: Sequence[int | str]) -> Any:
    found: Any = form
    for step in path:
        model = next(_models(found), None)
        if isinstance(step, int) or model is None:
            continue
        by_key = {field.alias or name: field for name, field in model.model_fields.items()}
        if step in by_key:
            found = by_key[step].annotation
    return found


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    return (part for part in _flat(annotation) if isinstance(part, type) and issubclass(part, BaseModel))


def _flat(annotation: Any) -> Iterator[Any]:
    """The types and literals that an annotation is made of: `tuple[Step, ...] | None` has `Step`."""
    if get_origin(annotation) is None:
        yield annotation
    for part in get_args(annotation):
        yield from _flat(part)
