"""Whether what the entries cite is there, and whether what is there is cited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from report.load.entries import Draft
from report.load.near import did_you_mean
from report.load.sources import Sources
from report.model import EntryReference, Part, Problem, cited_items, error, flat, warning


def check_citations(drafts: Sequence[Draft], sources: Sources, appended: Iterable[str]) -> Iterator[Problem]:
    """`appended` are the keys that `annexes:` names, which are used even where no entry cites them."""
    cited = [item for draft in drafts for item in cited_items(_parts(draft))]
    yield from _entry_references(drafts)
    if not sources.certain:
        return
    for item in cited:
        if item.key not in sources.keys:
            yield error(
                "unknown-source", f'no source has the key "{item.key}"', item.place, _hint(item.key, sources)
            )
    # A body that cannot be read may cite anything.
    if all(draft.body for draft in drafts):
        yield from _uncited({item.key for item in cited} | set(appended), sources)


def _hint(key: str, sources: Sources) -> str:
    if sources.missing:
        return "there is no sources.yaml"
    return did_you_mean(key, sources.keys)


def _uncited(used: set[str], sources: Sources) -> Iterator[Problem]:
    through = {
        source.archive.via for source in sources.valid.values() if source.id in used and source.archive
    }
    for key, source in sources.valid.items():
        if key not in used | through:
            yield warning("uncited-source", f'nobody cites the source "{key}"', source.place)


def _entry_references(drafts: Sequence[Draft]) -> Iterator[Problem]:
    known = {draft.id for draft in drafts}
    for part in (part for draft in drafts for part in flat(_parts(draft))):
        if isinstance(part, EntryReference) and part.target not in known:
            hint = did_you_mean(part.target, known)
            yield error("unknown-entry", f'there is no entry "{part.target}"', part.place, hint)


def _parts(draft: Draft) -> Sequence[Part]:
    return draft.body.parts if draft.body else ()
