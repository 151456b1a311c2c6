"""The entries: which files they are, in which order, and what is in each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from posixpath import normpath

from report.body import parse_body
from report.load import settings as dossier_yaml
from report.load import sources as sources_yaml
from report.load.folder import Folder, refuse_path
from report.load.forms import EntryForm
from report.load.lenient import without_faults
from report.load.nodes import Node, Pairs, Scalar
from report.load.patterns import expand, is_pattern
from report.load.reading import read_tree
from report.load.settings import Settings
from report.load.validate import validate
from report.model import Body, Entry, Event, Fact, PartialDate, Place, Problem, Severity, error, warning

_ID = re.compile(r"\w[\w.-]*")
_SECTIONS = re.compile(
    r"cover|contents|problems|changes|overview|sources|annexes|attestation|colophon|annex-[0-9]+"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry's file as far as it can be read: no body if it is not there, no entry if it has faults."""

    id: str
    file: str
    entry: Entry | None = None
    body: Body | None = None


Drafts = tuple[tuple[Draft, ...], tuple[Problem, ...]]


def load_entries(folder: Folder, settings: Settings, lenient: bool = False) -> Drafts:
    """`lenient`: keys with faults do not keep an entry from coming out."""
    listed, problems = _listed(folder, settings)
    drafts: list[Draft] = []
    seen: dict[str, str] = {}
    for file, there in listed.items():
        if not there:
            drafts.append(Draft(_id(file), file))
            continue
        draft, found = _draft(folder, file, settings.language, lenient)
        problems += _identity(draft, seen)
        problems += found
        drafts.append(draft)
    if not drafts and settings.form and not any(one.severity is Severity.ERROR for one in problems):
        place = settings.places()["entries"]
        problems.append(error("empty-dossier", "the dossier has no entries", place, "name their files here"))
    return tuple(drafts), tuple(problems)


def in_order(entries: Iterator[Entry], order: str) -> tuple[Entry, ...]:
    """By date, where the author asks for it: those without one come last, as they were listed."""
    return tuple(sorted(entries, key=_date_key) if order == "date" else entries)


def _date_key(entry: Entry) -> tuple[bool, PartialDate]:
    date = entry.date
    whole = PartialDate(date.year, date.month or 0, date.day or 0) if date else PartialDate(0)
    return date is None, whole


# -- which files


def _listed(folder: Folder, settings: Settings) -> tuple[dict[str, bool], list[Problem]]:
    """The files in their order, each once; False for one that is listed and not there."""
    files: dict[str, bool] = {}
    problems: list[Problem] = []
    for item in settings.scalars("entries"):
        found = _meant(folder, item)
        if not isinstance(found, Problem):
            files |= {file: True for file in found if file not in files}
            continue
        problems.append(found)
        if found.severity is Severity.ERROR:
            files.setdefault(item.value, False)
    return files, problems


def _meant(folder: Folder, item: Scalar) -> list[str] | Problem:
    """The files that one item of `entries:` means."""
    path = item.value.strip()
    if refused := refuse_path(path, item.place):
        return refused
    if is_pattern(path) and (files := _matches(folder, path)):
        return files
    found = folder.locate(path, item.place)
    if isinstance(found, Problem) and found.code == "missing-file" and is_pattern(path):
        return warning("no-match", f'no file matches "{path}"', item.place)
    if isinstance(found, Problem) and found.code not in _TOLD_BY_THE_FILE:
        return found
    return [normpath(path)]


# What is wrong with the path is told where it stands, what is wrong with the file, there.
_TOLD_BY_THE_FILE = ("empty-file", "unreadable-file")


def _matches(folder: Folder, pattern: str) -> list[str]:
    own = (dossier_yaml.FILE, sources_yaml.FILE)
    try:
        return [file for file in expand(folder.real, pattern) if file not in own]
    except OSError:
        return []


def _id(file: str) -> str:
    return unicodedata.normalize("NFC", PurePosixPath(file).stem)


def is_usable(name: str) -> bool:
    """Whether an entry can have this id."""
    return bool(_ID.fullmatch(name)) and not _SECTIONS.fullmatch(name)


def _identity(draft: Draft, seen: dict[str, str]) -> Iterator[Problem]:
    place = Place(draft.file)
    if not _ID.fullmatch(draft.id):
        yield error(
            "bad-id",
            f'an entry cannot be called "{draft.id}"',
            place,
            "name its file with letters, digits, hyphens, underscores and dots",
        )
    elif _SECTIONS.fullmatch(draft.id):
        yield error(
            "reserved-id",
            f'an entry cannot be called "{draft.id}", which is a part of every dossier',
            place,
            "give its file another name",
        )
    if draft.id in seen:
        yield error(
            "duplicate-entry",
            f'two entries are called "{draft.id}"',
            place,
            f"the first is {seen[draft.id]}; give one of the files another name",
        )
    seen.setdefault(draft.id, draft.file)


# -- what is in them


def _draft(folder: Folder, file: str, language: str, lenient: bool) -> tuple[Draft, tuple[Problem, ...]]:
    name = _id(file)
    root, problems = read_tree(folder, file)
    if root is None:
        return Draft(name, file), problems
    return folder.remember(
        f"draft:{file}",
        (root, problems, language, lenient),
        lambda: _read_draft(file, root, problems, language, lenient),
    )


def _read_draft(
    file: str, root: Node, problems: tuple[Problem, ...], language: str, lenient: bool
) -> tuple[Draft, tuple[Problem, ...]]:
    name = _id(file)
    form, faults = validate(EntryForm, root)
    if form is None and lenient:
        form, _ = validate(EntryForm, without_faults(root, faults))
    body, found = _body(root)
    entry = _entry(name, file, form, body, language) if form and body else None
    return Draft(name, file, entry, body), (*problems, *faults, *found)


def _body(root: Node) -> tuple[Body | None, tuple[Problem, ...]]:
    """The body is read even where the rest has faults, so that its own are told in the same run."""
    node = root.get("body") if isinstance(root, Pairs) else None
    if not isinstance(node, Scalar) or not node.value.strip():
        return None, ()
    return parse_body(node.text)


def _entry(name: str, file: str, form: EntryForm, body: Body, language: str) -> Entry:
    return Entry(
        id=name,
        place=Place(file),
        title=form.title,
        body=body,
        by=form.by,
        date=form.date,
        kind=form.kind,
        language=form.language or language,
        facts=tuple(Fact(label, value) for label, value in form.facts.items()),
        events=tuple(Event(event.date, event.text) for event in form.events),
        kicker=form.kicker,
        date_label=form.date_label,
    )
