"""`sources.yaml`: the things cited. A dossier that cites nothing needs none."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from report.load.archive_form import ArchiveForm, StepForm
from report.load.faults import Fault
from report.load.folder import Folder
from report.load.languages import check_language
from report.load.nodes import Items, Node, Pairs, Scalar, find
from report.load.reading import read_tree
from report.load.source_form import SourceForm, SourcesForm, csl_json
from report.load.validate import validate
from report.model import Archive, Place, Problem, Source, Step, error, warning

FILE = "sources.yaml"


@dataclass(frozen=True, slots=True)
class Sources:
    """`valid` are the sources without a fault, `keys` the places of all keys in the file.

    `certain` is False when the file could not be read, so that nobody can say which keys there are.
    """

    valid: Mapping[str, Source] = field(default_factory=dict)
    keys: Mapping[str, Place] = field(default_factory=dict)
    certain: bool = True
    missing: bool = False


def load_sources(folder: Folder) -> tuple[Sources, tuple[Problem, ...]]:
    if not os.path.lexists(folder.real / FILE):
        return Sources(missing=True), ()
    root, problems = read_tree(folder, FILE)
    references = root.get("references") if isinstance(root, Pairs) else None
    if root is None or not isinstance(references, Items):
        found = validate(SourcesForm, root)[1] if root else ()
        return Sources(certain=False), (*problems, *found)
    return folder.remember("sources", (root, problems), lambda: _collect(root, references, problems))


def _collect(
    root: Node, references: Items, problems: tuple[Problem, ...]
) -> tuple[Sources, tuple[Problem, ...]]:
    valid: dict[str, Source] = {}
    keys: dict[str, Place] = {}
    found = [*problems, *_around(root)]
    for node in references.items:
        source, faults = _source(node)
        found += faults
        key = find(node, ["id"])
        if not isinstance(key, Scalar):
            continue
        if key.value in keys:
            found.append(_twice(key, keys[key.value]))
            continue
        keys[key.value] = key.place
        if source:
            valid[source.id] = source
    return Sources(valid, keys), tuple(found)


def _around(root: Node) -> tuple[Problem, ...]:
    """What is wrong with the file apart from its sources: each is checked by itself, so that one with a
    fault does not hide the others.
    """
    assert isinstance(root, Pairs)
    bare = ((key, Items((), node.place) if key.value == "references" else node) for key, node in root.pairs)
    return validate(SourcesForm, Pairs(tuple(bare), root.place))[1]


def _twice(key: Scalar, first: Place) -> Problem:
    return error(
        "duplicate-source",
        f'two sources have the key "{key.value}"',
        key.place,
        f"the first is on line {first.line}",
    )


def _source(node: Node) -> tuple[Source | None, list[Problem]]:
    form, faults = validate(SourceForm, node)
    if form is None:
        return None, list(faults)
    data = csl_json(form)
    found = list(_language(data, node))
    archive = _archive(form.archive, node) if isinstance(form.archive, ArchiveForm) else None
    return Source(form.id, find(node, ["id"]).place, data, archive), found


def _language(data: dict[str, object], node: Node) -> Iterator[Problem]:
    """Reference managers put all sorts of things here: what is no tag is told and left out."""
    if "language" not in data:
        return
    try:
        data["language"] = check_language(str(data["language"]))
    except Fault as fault:
        del data["language"]
        hint = f"{fault.hint}; it is left out" if fault.hint else "it is left out"
        yield warning(fault.code, fault.message, find(node, ["language"]).place, hint)


def _archive(form: ArchiveForm, node: Node) -> Archive:
    return Archive(
        # What can be wrong with an archive later is its file, or the key that stands for one.
        place=find(node, ["archive", "file" if form.file else "via"]).place,
        file=form.file or "",
        via=form.via or "",
        lines=form.lines,
        pages=form.pages,
        print_pages=form.print_pages,
        first_page=form.first_page,
        sha256=form.sha256,
        language=form.language,
        captured=form.captured,
        captured_by=form.captured_by,
        method=form.method,
        url=form.url,
        password_env=form.password_env,
        custody=tuple(_step(step) for step in form.custody),
        transformations=tuple(_step(step) for step in form.transformations),
        fit=form.fit,
        landscape=form.landscape,
        original=form.original,
        append=form.append,
    )


def _step(form: StepForm) -> Step:
    return Step(form.when, form.who, form.what, form.tool)
