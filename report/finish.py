"""From a layout to what is joined: its parts, the record of what they were made from, a place for the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager

from report.editions.content import content_hash
from report.editions.imprint import imprint_of
from report.editions.keep import UnfinishedEdition, new_edition
from report.editions.part import select
from report.highlights import highlights_of
from report.join import Part, is_clean
from report.layout import Layout
from report.lineage import Lineage
from report.manifest import manifest
from report.numbering import numbering_of
from report.options import BuildOptions
from report.parts import make_parts
from report.provenance import fonts_of, inputs_of, versions, way_of
from report.workshop import Workshop
from report.writing import Unfinished, beside


def parts_of(layout: Layout, options: BuildOptions, tools: Workshop) -> tuple[tuple[Part, ...], str]:
    """What is joined, and the hash of its content. Raises FurnitureError."""
    dossier, shown = layout.dossier, layout.shown
    numbers = {number for section in shown for number in section.notes}
    notes = {place: note for place, note in layout.composed.notes.items() if note.number in numbers}
    proofs = {
        anchor: [note for note in leading if note.number in numbers]
        for anchor, leading in layout.composed.proofs.items()
    }
    content = content_hash(layout.sections, shown, layout.settled, numbering_of(dossier))
    parts = make_parts(
        dossier,
        layout.sections,
        layout.settled,
        tools.renderer.draw,
        proofs,
        highlights_of(layout.attested if dossier.highlight else (), notes, dossier.language),
        tools.memory,
        imprint_of(dossier, content, options.draft, options.partial),
    )
    return (select(parts, shown) if options.partial else parts), content


def lineage_of(layout: Layout, parts: Sequence[Part], content: str, options: BuildOptions) -> Lineage:
    """What the manifest says of how this was compiled."""
    dossier = layout.dossier
    return Lineage(
        content_hash=content,
        edition=dossier.edition,
        final=bool(options.final),
        after=layout.before.after,
        numbers=layout.before.numbers(layout.annexes) if not options.partial else {},
        build=way_of(options, layout.older),
        inputs=inputs_of(dossier, layout.annexes),
        versions=versions(),
        fonts=fonts_of(parts),
    )


def place_for(
    layout: Layout, parts: Sequence[Part], lineage: Lineage, options: BuildOptions
) -> AbstractContextManager[Unfinished | UnfinishedEdition]:
    """Where the PDF is written until it is whole: beside its target, or in an edition of its own."""
    root = layout.dossier.root
    if options.final and options.output is None:
        told = lineage.model_dump(mode="json")
        data = manifest(layout.dossier, layout.annexes, is_clean(parts), layout.recorded, told)
        return new_edition(root, options.final, data)
    return beside(options.target(root))
