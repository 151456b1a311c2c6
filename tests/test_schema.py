"""The schemas that editors use: up to date, valid, and of one mind with the program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from report.load.schema import schemas
from report.resources import schema_folder

ROOT = Path(__file__).resolve().parent.parent
CASES = Path(__file__).parent / "cases"


def read(name: str) -> Any:
    return json.loads((schema_folder() / f"{name}.json").read_text("utf-8"))


def as_editors_read(file: Path) -> Any:
    """YAML's own values but for dates, which editors take for text."""

    class Loader(yaml.SafeLoader):
        pass

    Loader.yaml_implicit_resolvers = {
        first: [one for one in resolvers if "timestamp" not in one[0]]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return yaml.load(file.read_text("utf-8"), Loader=Loader)


def kind(file: Path) -> str:
    return file.stem if file.stem in ("dossier", "sources") else "entry"


def test_they_are_up_to_date() -> None:
    written = {file.name: file.read_text("utf-8") for file in schema_folder().glob("*.json")}
    assert written == schemas(), "make schema writes them anew"


@pytest.mark.parametrize("name", ["dossier", "sources", "entry"])
def test_they_are_schemas(name: str) -> None:
    schema = read(name)
    Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False
    assert all("description" in one for one in schema["properties"].values())


def good_files() -> list[Path]:
    folders = [ROOT, CASES / "good", ROOT / "report" / "starter"]
    return [
        file
        for folder in folders
        for file in sorted(folder.glob("[!.]*.yaml")) + sorted(folder.glob("entries/*.yaml"))
    ]


@pytest.mark.parametrize("file", good_files(), ids=lambda file: file.relative_to(ROOT).as_posix())
def test_what_loads_is_good_for_editors(file: Path) -> None:
    faults = Draft202012Validator(read(kind(file))).iter_errors(as_editors_read(file))
    assert [f"{list(fault.path)}: {fault.message}" for fault in faults] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("dossier", "{title: x}"),
        ("dossier", "{title: x, entries: [a], titel: x}"),
        ("dossier", "{title: x, entries: [a], paper: A5}"),
        ("dossier", "{title: x, entries: [a], annexes: all}"),
        ("dossier", "{title: x, entries: [a], date: 13.09.2016}"),
        ("dossier", "{title: x, entries: [a], language: no}"),
        ("dossier", "{title: x, entries: [a], subtitle: ~}"),
        ("entry", "{title: x}"),
        ("entry", "{title: x, body: x, kind: motoin}"),
        ("entry", "{title: x, body: x, facts: {a: [b]}}"),
        ("entry", "{title: x, body: x, events: [{date: '1988'}]}"),
        ("sources", "{references: [{type: book}]}"),
        ("sources", "{references: [{id: a, type: boook}]}"),
        ("sources", "{references: [{id: a, archive: {fiel: x}}]}"),
        ("sources", "{references: [{id: a, author: [{name: x}]}]}"),
        ("sources", "{references: [{id: a, issued: {yaer: 2017}}]}"),
    ],
)
def test_what_does_not_load_is_marked_by_editors(name: str, text: str) -> None:
    assert list(Draft202012Validator(read(name)).iter_errors(yaml.safe_load(text)))
