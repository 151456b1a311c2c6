"""What the editions that are there say about this build: its name, and the numbers that annexes have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from report.editions.keep import edition_exists, edition_folder
from report.editions.kept import UnreadableEditionError, last_edition
from report.editions.names import fault_of
from report.model import Annex, AnnexOrder, Dossier, Place, Problem, error
from report.options import BuildOptions


@dataclass(frozen=True, slots=True)
class Before:
    """`after` is the name of the final edition before this one, "" for none; `given` are the numbers that
    annexes have by it, by the keys of sources.
    """

    after: str = ""
    given: Mapping[str, int] = field(default_factory=dict)

    def numbers(self, annexes: Sequence[Annex]) -> dict[str, int]:
        """Those of this build, and those of annexes that are gone, which nobody else is to have."""
        return dict(
            sorted({**self.given, **{key: one.number for one in annexes for key in one.sources}}.items())
        )


NOTHING = Before()


def before(dossier: Dossier, options: BuildOptions) -> tuple[Before, tuple[Problem, ...]]:
    """What is asked for may not be had: the problems say why."""
    name = options.final
    if name and (fault := fault_of(name)):
        return Before(), (
            error("bad-edition", f'an edition cannot be called "{name}": {fault}', Place("dossier.yaml")),
        )
    if name and options.output is None and edition_folder(dossier.root, name).exists():
        return Before(), (edition_exists(name),)
    append = dossier.annex_settings.order is AnnexOrder.APPEND
    if not name and not append:
        return Before(), ()
    try:
        last = last_edition(dossier.root, name)
    except UnreadableEditionError as fault:
        return Before(), (fault.problem,)
    if last is None:
        return Before(), ()
    return Before(last.name, last.record.numbers if append else {}), ()
