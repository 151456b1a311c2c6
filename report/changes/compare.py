"""Compares two records of a dossier. Pure: two `Record`s go in, `Changes` come out.

What one of them does not say is not compared, and told as unknown.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence

from report.changes.align import align
from report.changes.entries import compare_entries
from report.changes.facts import compare_facts
from report.changes.moves import find_moves
from report.changes.record import AnnexRecord, EntryRecord, QuotationRecord, Record
from report.changes.values import (
    AnnexChange,
    Changes,
    FactChange,
    How,
    SourceChange,
    State,
    Unknown,
    VerdictChange,
)

_FACTS = ("title", "subtitle", "language", "date", "reference", "pagination")
_ANNEX_FACTS = (
    "label", "file", "sha256", "size", "pages", "lines", "kind", "captured", "captured_by", "method", "url",
    "appended", "attached",
)  # fmt: skip


def compare(old: Record, new: Record) -> Changes:
    """What became of `old`."""
    entries, pairs = compare_entries(_with_own_languages(old), _with_own_languages(new))
    annexes = _pair_annexes(old.annexes, new.annexes)
    return Changes(
        before=_state(old),
        after=_state(new),
        facts=compare_facts(old, new, _FACTS),
        entries=entries,
        sources=_compare_sources(old.sources, new.sources),
        annexes=_compare_annexes(annexes),
        verdicts=_compare_verdicts(old, new, pairs),
        moves=find_moves([*_titled(pairs), *((one, other, other.label) for one, other in _both(annexes))]),
        unknown=_unknown(old, new),
    )


def _with_own_languages(record: Record) -> list[EntryRecord]:
    """An entry in the dossier's language has none of its own: when that changes, it alone is told."""
    return [
        one.model_copy(update={"language": ""}) if one.language == record.language else one
        for one in record.entries
    ]


def _state(record: Record) -> State:
    return State(
        record.title,
        record.compiler,
        record.date or "",
        record.edition or "",
        record.content_hash or "",
    )


def _unknown(old: Record, new: Record) -> tuple[Unknown, ...]:
    def says(record: Record) -> dict[Unknown, bool]:
        entries = record.entries
        return {
            Unknown.TEXTS: all(entry.paragraphs is not None for entry in entries),
            Unknown.SOURCES: record.sources is not None,
            Unknown.QUOTATIONS: record.quotations is not None,
            Unknown.PAGES: all(entry.folio is not None for entry in entries),
        }

    ours, theirs = says(old), says(new)
    return tuple(one for one in Unknown if not (ours[one] and theirs[one]))


def _titled(
    pairs: Iterable[tuple[EntryRecord, EntryRecord]],
) -> list[tuple[EntryRecord, EntryRecord, str]]:
    return [(one, other, other.title) for one, other in pairs]


# ---------------------------------------------------------------------------------------------------
# Sources and annexes


def _compare_sources(
    old: Mapping[str, Mapping[str, object]] | None, new: Mapping[str, Mapping[str, object]] | None
) -> tuple[SourceChange, ...]:
    if old is None or new is None:
        return ()
    found: list[SourceChange] = []
    for key in (*new, *(key for key in old if key not in new)):
        before, after = old.get(key), new.get(key)
        title = _told((after or before or {}).get("title")) or key
        if before is None or after is None:
            found.append(SourceChange(key, title, How.ADDED if before is None else How.REMOVED))
            continue
        facts = tuple(
            FactChange(name, _told(before.get(name)), _told(after.get(name)))
            for name in sorted({*before, *after})
            if before.get(name) != after.get(name)
        )
        if facts:
            found.append(SourceChange(key, title, How.CHANGED, facts))
    return tuple(found)


def _told(value: object) -> str:
    """A value of CSL's as text: names and dates as they are written in YAML's flow style."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


AnnexPair = tuple[AnnexRecord | None, AnnexRecord | None]


def _pair_annexes(old: Sequence[AnnexRecord], new: Sequence[AnnexRecord]) -> list[AnnexPair]:
    """The same sources, the same file, the same name, a source in common: in this order."""
    found: dict[int, AnnexRecord] = {}
    left = dict(enumerate(old))
    rules: tuple[Callable[[AnnexRecord, AnnexRecord], bool], ...] = (
        lambda one, other: one.sha256 == other.sha256 and one.sources == other.sources,
        lambda one, other: bool(one.sources) and one.sources == other.sources,
        lambda one, other: one.sha256 == other.sha256,
        lambda one, other: one.file is not None and one.file == other.file,
        lambda one, other: not set(one.sources).isdisjoint(other.sources),
    )
    for rule in rules:
        for at, after in enumerate(new):
            if at not in found:
                match = next((number for number, before in left.items() if rule(before, after)), None)
                if match is not None:
                    found[at] = left.pop(match)
    return [
        *((found.get(at), after) for at, after in enumerate(new)),
        *((before, None) for before in left.values()),
    ]


def _both(pairs: Iterable[AnnexPair]) -> list[tuple[AnnexRecord, AnnexRecord]]:
    return [(before, after) for before, after in pairs if before is not None and after is not None]


def _compare_annexes(pairs: Iterable[AnnexPair]) -> tuple[AnnexChange, ...]:
    found: list[AnnexChange] = []
    for before, after in pairs:
        one = after or before
        assert one is not None, "a pair has at least one"
        title = one.file or ", ".join(one.sources)
        if before is None or after is None:
            how = How.ADDED if before is None else How.REMOVED
            where = (after.folio, after.number) if after else (None, None)
            found.append(AnnexChange(one.label, title, how, (), *where))
            continue
        facts = compare_facts(before, after, _ANNEX_FACTS)
        gone, new = (
            ", ".join(key for key in one.sources if key not in other.sources)
            for one, other in ((before, after), (after, before))
        )
        facts += (FactChange("sources", gone, new),) if gone or new else ()
        if facts:
            found.append(AnnexChange(after.label, title, How.CHANGED, facts, after.folio, after.number))
    return tuple(found)


# ---------------------------------------------------------------------------------------------------
# Verdicts


def _compare_verdicts(
    old: Record, new: Record, pairs: Sequence[tuple[EntryRecord, EntryRecord]]
) -> tuple[VerdictChange, ...]:
    """Quotations whose verdict is another now, and those that are new or gone in an entry that is in both."""
    if old.quotations is None or new.quotations is None:
        return ()
    ours, theirs = _by_entry(old.quotations), _by_entry(new.quotations)
    found: list[VerdictChange] = []
    for before, after in pairs:
        found += _verdicts_of(after, ours.get(before.id, []), theirs.get(after.id, []))
    return tuple(found)


def _by_entry(quotations: Iterable[QuotationRecord]) -> dict[str, list[QuotationRecord]]:
    found: dict[str, list[QuotationRecord]] = {}
    for one in quotations:
        found.setdefault(one.entry, []).append(one)
    return found


def _verdicts_of(
    entry: EntryRecord, old: Sequence[QuotationRecord], new: Sequence[QuotationRecord]
) -> list[VerdictChange]:
    found: list[VerdictChange] = []
    for before, after in align([one.text for one in old], [one.text for one in new]):
        was = old[before] if before is not None else None
        now = new[after] if after is not None else None
        shown = now or was
        assert shown is not None, "a pair has at least one"
        verdicts = (_verdict(was), _verdict(now))
        if verdicts[0] != verdicts[1]:
            note = now.note if now else None
            change = VerdictChange(entry.id, entry.title, shown.source, shown.text, *verdicts, note)
            found.append(change)
    return found


def _verdict(one: QuotationRecord | None) -> str:
    """As the table of attestation tells it apart."""
    if one is None:
        return ""
    name = "reproduced" if one.verdict == "verbatim" and one.via else one.verdict
    told = one.verdict in ("verbatim", "altered", "absent")
    return f"recognised-{name}" if one.recognised and told else name
