"""A dossier that is bound again after an edit has the bytes of one that is bound for the first time."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pypdfium2
import pytest

from report.compile import facts_of
from report.inspect import Known, inspect
from report.inspect.pages import Meant, faults_of_sections
from report.join import Attachment, Binder, Part, Relationship, join
from report.late import late_keys
from report.layout import Layout
from report.look import find_look
from report.model import PagedFile
from report.objects.body import Body
from report.render.section import render
from report.render.values import Request
from report.workers import Workers, WorkersDiedError
from tests.annexes import annexed, paged_file, small_layout, texts


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    return small_layout(tmp_path_factory.mktemp("bound") / "dossier", entries=4)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[PagedFile]:
    folder = tmp_path_factory.mktemp("files")
    return [paged_file(folder / f"{pages}.pdf", texts(pages)) for pages in (1, 3, 12)]


_EDITS = (
    lambda html: html.replace("the ", "thee ", 1),
    lambda html: html.replace("</article>", "<p>Œuvre ﬁnie Ωμέγα</p></article>", 1),
    lambda html: html.replace("</article>", f"<p>{'A page more than before. ' * 300}</p></article>", 1),
    lambda html: html.replace("<p>", '<p><a href="dossier:annex:1">another link</a> ', 1),
    lambda html: html,
)


def edited(part: Part, layout: Layout, edit: int) -> Part:
    """A part with its text changed; its first label and furniture stand for those of new pages."""
    section = replace(part.section, html=_EDITS[edit](part.section.html))
    html = _EDITS[edit](layout.settled.sections[part.section.id].html)
    look = find_look(layout.dossier.root, section.styles)
    rendered = render(Request(html, look, section.id))
    sheets = rendered.sheets
    more = range(sheets.pages - part.sheets.pages)
    labels = (*part.labels, *(replace(part.labels[0], value=90 + number) for number in more))
    furniture = (*part.furniture, *(part.furniture[0] for _ in more))
    return replace(
        part,
        section=section,
        sheets=sheets,
        numbers=layout.settled.late.texts(late_keys(html)),
        labels=labels[: sheets.pages],
        furniture=furniture[: sheets.pages],
        body=rendered.body,
    )


def bound(binder: Binder, parts: Sequence[Part], layout: Layout, manifest: bytes) -> bytes:
    target = io.BytesIO()
    binder.bind(target, parts, facts_of(layout.dossier), attachments(manifest))
    return target.getvalue()


def attachments(manifest: bytes) -> tuple[Attachment, ...]:
    return (Attachment("manifest.json", manifest, "What it was compiled from", Relationship.DATA),)


@pytest.mark.parametrize("seed", range(4))
def test_any_row_of_edits_gives_the_bytes_of_a_first_binding(
    seed: int, layout: Layout, files: list[PagedFile]
) -> None:
    chance = random.Random(seed)
    binder = Binder()
    parts = list(annexed(layout, files))
    entries = [part.section.id for part in parts if part.section.notes and part.section.file is None]
    sizes = set()
    for step in range(9):
        match chance.choice(("text", "order", "files", "furniture")) if step else "nothing":
            case "text":
                at = [part.section.id for part in parts].index(chance.choice(entries))
                parts[at] = edited(parts[at], layout, chance.randrange(len(_EDITS)))
            case "order":
                one, other = (
                    [part.section.id for part in parts].index(name) for name in chance.sample(entries, 2)
                )
                parts[one], parts[other] = parts[other], parts[one]
            case "files":
                some = chance.sample(files, chance.randint(1, 3))
                parts = list(annexed(layout, some))
            case "furniture":
                parts = list(annexed(layout, files, {}, duplex=chance.choice((True, False))))
        manifest = str(chance.randrange(3)).encode()
        again = bound(binder, parts, layout, manifest)
        assert again == join(parts, facts_of(layout.dossier), attachments(manifest))
        sizes.add(len(again))
    assert len(sizes) > 2, "the edits changed something"


def test_only_what_changed_is_inspected_and_its_faults_are_found(
    layout: Layout, files: list[PagedFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    binder, known = Binder(), Known()
    parts = list(annexed(layout, files))
    manifest = attachments(b"{}")
    assert inspect(bound(binder, parts, layout, b"{}"), parts, manifest, known) == ()
    opened: list[str] = []

    def seen(document: pypdfium2.PdfDocument, sections: Sequence[Meant]) -> list[str]:
        opened.extend(section.id for section in sections)
        return list(faults_of_sections(document, sections))

    monkeypatch.setattr("report.inspect.faults_of_sections", seen)
    at = next(index for index, part in enumerate(parts) if part.section.notes)
    parts[at] = edited(parts[at], layout, 0)
    assert inspect(bound(binder, parts, layout, b"{}"), parts, manifest, known) == ()
    assert opened == [parts[at].section.id]

    # Words that were to be there and are not; and what was at fault is looked at again the next time.
    parts[at] = replace(parts[at], section=replace(parts[at].section, html="<p>Zwölf Boxkämpfer</p>" * 40))
    for _ in range(2):
        told = inspect(bound(binder, parts, layout, b"{}"), parts, manifest, known)
        assert "letters of the section" in told[0].message


def test_pages_are_inspected_side_by_side_as_one_by_one(
    layout: Layout, files: list[PagedFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("report.inspect._PAGES_A_PORTION", 4)
    parts = annexed(layout, files)
    with pikepdf.open(io.BytesIO(join(parts, facts_of(layout.dossier)))) as pdf:
        pdf.pages[len(layout.sections) // 2].obj.Contents = pdf.make_stream(b"q 560 400 100 10 re f Q")
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.save(tmp_path / "spoiled.pdf")
    with Workers(2) as workers:
        side_by_side = inspect(tmp_path / "spoiled.pdf", parts, workers=workers)
    assert len(side_by_side) > 1
    assert side_by_side == inspect(tmp_path / "spoiled.pdf", parts)


class DeadlyWorkers(Workers):
    """They die of what they are asked for second."""

    def run(self, *_: object) -> Iterator[Any]:
        yield 0, ["a fault"]
        raise WorkersDiedError(1)


def test_a_pdf_that_ends_who_reads_it_is_not_handed_out(
    layout: Layout, files: list[PagedFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("report.inspect._PAGES_A_PORTION", 4)
    parts = annexed(layout, files)
    (tmp_path / "made.pdf").write_bytes(join(parts, facts_of(layout.dossier)))
    with DeadlyWorkers(2) as workers:
        fault, death = inspect(tmp_path / "made.pdf", parts, workers=workers)
    assert "a fault" in fault.message
    assert "dies of pages 1–" in death.message


def through_the_cache(body: Body | None) -> Body | None:
    return msgspec.msgpack.decode(msgspec.msgpack.encode(body), type=Body | None)


@pytest.mark.parametrize("duplex", [False, True])
def test_what_was_taken_apart_where_it_was_laid_out_is_what_join_would_make_of_it(
    layout: Layout, files: list[PagedFile], duplex: bool
) -> None:
    parts = annexed(layout, files, {}, duplex=duplex)
    assert all(part.body for part in parts if part.section.file is None)
    kept = [replace(part, body=through_the_cache(part.body)) for part in parts]
    facts = facts_of(layout.dossier)
    assert join(kept, facts) == join([replace(part, body=None) for part in parts], facts)
