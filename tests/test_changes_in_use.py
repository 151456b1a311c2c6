"""`attest changes` and `build --changes-since` as their users meet them: finished PDFs, real repositories."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
from PIL import Image

from report.changes.older import manifest_in
from report.changes.record import NotARecordError
from report.command.app import main
from report.compile import build
from report.options import BuildOptions

Run = Callable[..., tuple[int, str, str]]

LONG = "The commission met in May and heard ten witnesses of what had happened in the valley that year. " * 4
SAID = "Nobody was told where the prisoners had been taken."


def write(root: Path, settings: str = "", **entries: str) -> Path:
    """A dossier whose entries have these bodies; the source `s` is a text that says `SAID`."""
    (root / "entries").mkdir(parents=True, exist_ok=True)
    (root / "sources").mkdir(exist_ok=True)
    (root / "sources" / "s.txt").write_text(f"{SAID}\nAnd more.\n")
    (root / "sources.yaml").write_text(
        "references:\n- {id: s, type: report, title: Report, archive: {file: sources/s.txt}}\n"
    )
    (root / "dossier.yaml").write_text(
        f"title: The dossier\n{settings}\nentries:\n"
        + "".join(f"- entries/{name}.yaml\n" for name in entries)
    )
    for name, body in entries.items():
        text = "\n".join(f"  {line}" for line in body.splitlines())
        (root / "entries" / f"{name}.yaml").write_text(f"title: Title of {name}\nbody: |\n{text}\n")
    return root


BEFORE = {"a": f"First words.\n\n{LONG}\n\n> {SAID} [@s]\n", "b": "Words of b.^[A note.]\n", "c": "Gone."}
AFTER = {
    "a": f"First words.\n\n{LONG.replace('ten', 'two', 1)}\n\n> {SAID} [@s]\n",
    "b": "Words of b.^[A longer note.]\n",
    "d": "New.",
}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The earlier PDF."""
    root = write(tmp_path_factory.mktemp("before") / "dossier", **BEFORE)
    outcome = build(root)
    assert outcome.pdf is not None, outcome.problems
    return outcome.pdf


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in the folder `tmp_path`; gives status, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return int(end.value.code or 0), said.out, said.err

    return run


# -- against an earlier PDF


def test_what_changed_is_told_in_words_and_as_json(tmp_path: Path, before: Path, run: Run) -> None:
    write(tmp_path, **AFTER)
    status, out, _ = run("changes", before, "--json", "what.json")
    assert status == 0
    assert "  ~ a: Title of a (p. 1)" in out
    assert "heard [-ten-]{+two+} witnesses" in out
    assert "note 2: A {+longer +}note." in out
    assert "  - c: Title of c" in out
    assert "  + d: Title of d (p. 3; new, behind “Title of b”)" in out
    written = json.loads((tmp_path / "what.json").read_text())
    assert written["compared_with"] == "dossier.pdf"
    assert {entry["id"]: entry["how"] for entry in written["changes"]["entries"]} == {
        "a": "changed",
        "b": "changed",
        "c": "removed",
        "d": "added",
    }
    assert written["changes"]["unknown"] == []


def test_the_sheet_is_one_page_in_the_dossiers_language(tmp_path: Path, before: Path, run: Run) -> None:
    write(tmp_path, "language: fr", **AFTER)
    assert run("changes", before, "-o", "sheet.pdf")[0] == 0
    sheet = pypdf.PdfReader("sheet.pdf")
    assert len(sheet.pages) == 1
    text = " ".join(sheet.pages[0].extract_text().split())
    assert "Modifications" in text
    assert "Comparé avec dossier.pdf, " in text
    assert "heard ten two witnesses" in text
    assert str(sheet.root_object["/Lang"]) == "fr"


def test_a_verdict_that_changed_is_told(tmp_path: Path, before: Path, run: Run) -> None:
    write(
        tmp_path, "quotations: warn", **{**AFTER, "a": BEFORE["a"].replace("prisoners had", "prisoner had")}
    )
    _, out, _ = run("changes", before)
    words = "Nobody was told where the prisoner had been taken."
    assert f"Verdicts:\n  a, note 1: “{words}”: [-verbatim-] {{+altered+}}" in out


def test_a_dossier_with_errors_is_compared_without_pages(tmp_path: Path, before: Path, run: Run) -> None:
    write(tmp_path, **{**AFTER, "a": BEFORE["a"].replace("prisoners had", "prisoner had")})
    status, out, err = run("changes", before)
    assert status == 1
    assert "altered-quotation" not in out
    assert "entries/a.yaml" in err
    assert "cannot be told: which page numbers moved" in out
    assert "[-prisoners-]{+prisoner+}" in out


def test_the_last_edition_is_the_default(tmp_path: Path, before: Path, run: Run) -> None:
    write(tmp_path, **AFTER)
    for age, name in enumerate(("second", "first")):
        (tmp_path / "editions" / name).mkdir(parents=True)
        shutil.copy(before, tmp_path / "editions" / name / "dossier.pdf")
        os.utime(tmp_path / "editions" / name / "dossier.pdf", (1000 - age, 1000 - age))
    assert run("changes")[1].startswith("compared with second (")
    manifest = {**json.loads(manifest_in(before)), "after": "second"}
    (tmp_path / "editions" / "first" / "manifest.json").write_text(json.dumps(manifest))
    assert run("changes")[1].startswith("compared with first (")
    assert run("changes", "first")[1].startswith("compared with first (")
    assert run("changes", "frist")[2] == 'frist: there is no such file or edition; did you mean "first"?\n'


# -- change bars


def lines(pdf: Path, folio: str) -> list[tuple[int, int, str]]:
    """Left, bottom and words of each line of the page with this folio, in whole points."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[[document.get_page_label(number) for number in range(len(document))].index(folio)]
    text = page.get_textpage()
    boxes = [text.get_rect(number) for number in range(text.count_rects())]
    return [
        (round(left), round(bottom), text.get_text_bounded(*box))
        for box in boxes
        for left, bottom in [box[:2]]
    ]


def picture(pdf: Path, folio: str) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    labels = [document.get_page_label(number) for number in range(len(document))]
    image = document[labels.index(folio)].render(scale=1, grayscale=True).to_pil()
    assert isinstance(image, Image.Image)
    return image


def bars(image: Image.Image, columns: range) -> list[tuple[int, int]]:
    """The runs of rows that have ink in these columns: top and bottom."""
    rows = [any(image.getpixel((x, y)) < 160 for x in columns) for y in range(70, image.height)]  # type: ignore[operator]
    edges = [y + 70 for y in range(1, len(rows)) if rows[y] != rows[y - 1]]
    return list(zip(edges[::2], edges[1::2], strict=True))


def test_bars_stand_beside_what_changed_and_move_no_line(tmp_path: Path, before: Path) -> None:
    root = write(tmp_path / "d", **AFTER)
    plain, marked = tmp_path / "plain.pdf", tmp_path / "marked.pdf"
    assert build(root, BuildOptions(plain)).pdf
    assert build(root, BuildOptions(marked, changes_since=before)).pdf
    for folio in ("1", "2", "3"):
        assert lines(plain, folio) == lines(marked, folio)
    margin = range(92, 105)  # the text begins at 107.6 pt
    assert bars(picture(plain, "1"), margin) == []
    (bar,) = bars(picture(marked, "1"), margin)
    told = [bottom for _, bottom, words in lines(marked, "1") if "witnesses" in words or "happened" in words]
    height = picture(marked, "1").height
    assert abs((bar[1] - bar[0]) - 14 * 5) <= 14
    assert bar[0] < height - max(told) and bar[1] >= height - min(told) - 1
    (note,) = bars(picture(marked, "2"), margin)
    assert note[1] - note[0] < 16
    assert len(bars(picture(marked, "3"), margin)) == 2  # of a new entry: title, body


def test_bars_stand_on_the_right_of_what_is_written_from_right_to_left(tmp_path: Path) -> None:
    root = write(tmp_path / "d", "language: fa", a="در سال ۱۳۶۷ هزاران زندانی کشته شدند.")
    older = build(root, BuildOptions(tmp_path / "old.pdf")).pdf
    assert older is not None
    write(root, "language: fa", a="در تابستان ۱۳۶۷ هزاران زندانی کشته شدند.")
    marked = build(root, BuildOptions(tmp_path / "new.pdf", changes_since=older)).pdf
    assert marked is not None
    image = picture(marked, "1")
    right = round(595.28 - 107.6)
    assert bars(image, range(right + 3, right + 16))
    assert not bars(image, range(92, 140))


def test_the_list_stands_behind_the_contents(tmp_path: Path, before: Path) -> None:
    root = write(tmp_path / "d", **AFTER)
    outcome = build(root, BuildOptions(changes_since=before))
    assert outcome.pdf is not None
    assert [section.id for section in outcome.sections][:3] == ["cover", "contents", "changes"]
    reader = pypdf.PdfReader(outcome.pdf)
    text = " ".join(reader.pages[2].extract_text().split())
    assert "Title of a p. 1" in text and "Title of d (new) p. 3" in text and "ten two witnesses" in text
    assert "What changed" in reader.pages[1].extract_text()


def test_a_changed_word_longer_than_a_line_is_broken_in_the_list(tmp_path: Path, before: Path) -> None:
    word = "0123456789abcdef" * 12
    root = write(tmp_path / "d", **(AFTER | {"b": f"Words {word} of b."}))
    outcome = build(root, BuildOptions(changes_since=before))
    assert outcome.pdf is not None, outcome.problems
    printed = "".join(pypdf.PdfReader(outcome.pdf).pages[2].extract_text().split())
    assert word in printed.replace("\N{HYPHEN}", "")


def test_nothing_to_mark_is_a_problem_with_a_hint(tmp_path: Path) -> None:
    (problem,) = build(write(tmp_path, **AFTER), BuildOptions(changes_since=Path("none.pdf"))).problems
    assert (problem.code, problem.hint) == ("nothing-to-compare", "name an earlier PDF of the dossier")


# -- strangers' PDFs


def a_pdf(manifest: bytes | None, **save: Any) -> bytes:
    file = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        if manifest is not None:
            pdf.attachments["manifest.json"] = manifest
        pdf.save(file, **save)
    return file.getvalue()


def bomb() -> bytes:
    """A manifest of 200 MB in 200 KB."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf(b"x"))) as pdf:
        import zlib

        squeeze = zlib.compressobj(9)
        zeros = bytes(2**20)
        data = b"".join(squeeze.compress(zeros) for _ in range(200)) + squeeze.flush()
        stream = pdf.Root.Names.EmbeddedFiles.Names[1].EF.F
        stream.write(data, filter=pikepdf.Name.FlateDecode)
        pdf.save(file, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"hello", "it is not a PDF"),
        (b"%PDF-1.7\nhello", "it is damaged"),
        (a_pdf(None), 'it is not Attest\'s, or was compiled with "manifest: none"'),
        (a_pdf(b"{}"), "its manifest is not Attest's"),
        (a_pdf(b"{}", encryption=pikepdf.Encryption(owner="o", user="u")), "it is encrypted"),
    ],
)
def test_what_is_not_attests_is_one_clear_line(tmp_path: Path, run: Run, data: bytes, reason: str) -> None:
    write(tmp_path, **AFTER)
    (tmp_path / "old.pdf").write_bytes(data)
    status, out, err = run("changes", "old.pdf")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("old.pdf: this cannot be compared with: ") and reason in err


def test_a_bomb_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "old.pdf").write_bytes(bomb())
    with pytest.raises(NotARecordError, match="more than 64 MB"):
        manifest_in(tmp_path / "old.pdf")


# -- git


def git(root: Path, *arguments: str) -> None:
    identity = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "A"}
    subprocess.run(
        ["git", "-C", root, *arguments],
        check=True,
        capture_output=True,
        env={**os.environ, **identity, "GIT_COMMITTER_EMAIL": "a@b", "GIT_CONFIG_GLOBAL": os.devnull},
    )


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Path]:
    """A dossier in a folder of a repository, changed since its only commit."""
    root = write(tmp_path / "repository" / "dossier", **BEFORE)
    git(tmp_path / "repository", "init", "-q")
    git(tmp_path / "repository", "add", "-A")
    git(tmp_path / "repository", "commit", "-qm", "first")
    write(root, **AFTER)
    yield root


def test_a_commit_is_compared_with_and_nothing_is_checked_out(repository: Path, run: Run) -> None:
    state = {file: file.read_bytes() for file in repository.rglob("*.yaml")}
    status, out, _ = run("changes", "--git", "HEAD", repository)
    assert status == 0
    assert out.startswith("compared with HEAD (")
    assert "heard [-ten-]{+two+} witnesses" in out and "- c: Title of c" in out
    assert {file: file.read_bytes() for file in repository.rglob("*.yaml")} == state


def test_a_strangers_repository_runs_nothing(repository: Path, run: Run, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    script = tmp_path / "run.sh"
    script.write_text(f"#!/bin/sh\ntouch {marker}\ncat\n")
    script.chmod(0o755)
    for key, value in {
        "core.fsmonitor": script,
        "core.hooksPath": tmp_path,
        "core.pager": script,
        "core.sshCommand": script,
        "filter.evil.smudge": script,
        "filter.evil.process": script,
        "diff.evil.textconv": script,
        "tar.tar.command": script,
        "extensions.partialClone": "evil",
        "remote.evil.url": f"ext::{script}",
        "remote.evil.promisor": "true",
        "protocol.ext.allow": "always",
    }.items():
        git(repository, "config", key, str(value))
    (repository / ".gitattributes").write_text("* filter=evil diff=evil export-subst\n")
    for hook in ("post-checkout", "post-index-change", "reference-transaction"):
        shutil.copy(script, tmp_path / hook)
    assert run("changes", "--git", "HEAD", repository)[0] == 0
    for objects in (repository.parent / ".git" / "objects").glob("??"):
        shutil.rmtree(objects)  # what lacks must not be fetched
    assert run("changes", "--git", "HEAD", repository)[0] == 2
    assert not marker.exists()


@pytest.mark.parametrize("revision", ["nope", "-x", "--all", "HEAD~1"])
def test_an_unknown_commit_is_one_clear_line(repository: Path, run: Run, revision: str) -> None:
    status, out, err = run("changes", f"--git={revision}", repository)
    assert (status, out) == (2, "")
    assert err.startswith(f"--git {revision}: there is no such commit, branch or tag; ")


def test_a_folder_without_git_is_told_so(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, **AFTER)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert run("changes", "--git", "HEAD")[2].endswith(
        "this folder is not in a git repository; name an earlier PDF instead of --git\n"
    )
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run("changes", "--git", "HEAD")[2].startswith("--git needs git, which is not installed")
