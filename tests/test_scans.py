"""Scans: their words are recognised where Tesseract is, and nobody takes that for the words themselves."""

from __future__ import annotations

import base64
import io
import random
import threading
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageFilter
from weasyprint import HTML

from report import seal
from report.compile import build, check
from report.model import Severity
from report.read import recognition
from report.read.letters.page import UNIT, Letters
from report.read.recognition import Tesseract, installed
from report.read.settings import Limits, UnreadableError
from tests.test_annexes import Compiled, Make, make
from tests.test_attest import WORDS, verdicts

__all__ = ["make"]


def has(data: str) -> bool:
    found = installed()
    return found is not None and data in found.languages


needs_english = pytest.mark.skipif(not has("eng"), reason="Tesseract is not installed")
needs_persian = pytest.mark.skipif(not has("fas"), reason="Tesseract has no data for Persian")
SCAN_LINE = "recognised (OCR)"


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    seal._key.cache_clear()


def scan(*pages: str, turned: bool = False) -> bytes:
    """Pages as a scanner gives them: grey, a little blurred, with dust, and no text."""
    style = "<style>@page{size:A4;margin:25mm} p{font:13pt/1.5 'Linux Libertine O',Amiri;break-before:page}"
    html = style + "</style>" + "".join(f"<p>{page}</p>" for page in pages)
    printed = pypdfium2.PdfDocument(HTML(string=html).write_pdf())
    dust = random.Random(1)
    pictures = []
    for page in printed:
        picture = page.render(scale=200 / 72).to_pil().convert("L").filter(ImageFilter.GaussianBlur(0.7))
        for _ in range(300):
            picture.putpixel((dust.randrange(picture.width), dust.randrange(picture.height)), 90)
        pictures.append(picture.rotate(90, Image.Resampling.NEAREST, expand=True) if turned else picture)
    file = io.BytesIO()
    pictures[0].save(file, "PDF", resolution=200, save_all=True, append_images=pictures[1:])
    return file.getvalue()


@needs_english
def test_the_words_of_a_scan_are_found_and_labelled(make: Make) -> None:
    found = make(
        {"a.pdf": scan("A first page of a letter.", f"Before it. {WORDS} After it.")}, f"> {WORDS} [@a]"
    )
    assert found.codes(Severity.WARNING) == []
    (quotation,) = found.outcome.quotations
    assert (quotation.verdict, quotation.recognised) == ("verbatim", True)
    assert (quotation.source_page, quotation.folio) == (2, "A1-2")
    assert "Annex 1, p. 2." in found.text("1")
    attestation = found.text("3")
    assert "verbatim in the recognised text" in attestation
    assert "1 of them in text that was recognised in a scan" in attestation
    assert "no child" not in found.text("A1-2")  # the page is appended as it is


@needs_english
def test_a_page_that_lies_on_its_side_is_recognised_too(make: Make) -> None:
    found = make({"a.pdf": scan(f"{WORDS} {WORDS} {WORDS} {WORDS}", turned=True)}, f"> {WORDS} [@a]")
    assert verdicts(found.outcome) == ["verbatim"]


@needs_english
@pytest.mark.parametrize(
    ("quoted", "code"),
    [
        (WORDS.replace("closed", "open"), "altered-quotation"),
        ("Nothing of the kind was ever said by anyone.", "absent-quotation"),
    ],
)
def test_what_differs_from_recognised_words_is_a_warning(make: Make, quoted: str, code: str) -> None:
    found = make({"a.pdf": scan(f"Before it. {WORDS} After it.")}, f"> {quoted} [@a]")
    assert found.outcome.pdf is not None
    assert found.codes(Severity.WARNING) == [code]
    (problem,) = found.outcome.problems
    assert "the recognised text of sources/a.pdf" in problem.message
    assert SCAN_LINE in problem.hint
    assert [one.recognised for one in found.outcome.quotations] == [True]


@needs_english
def test_words_of_a_page_with_text_are_not_called_recognised(make: Make) -> None:
    printed = HTML(string=f"<p>{WORDS}</p>").write_pdf()
    document = pypdfium2.PdfDocument.new()
    document.import_pages(pypdfium2.PdfDocument(scan("A page of a letter.")))
    document.import_pages(pypdfium2.PdfDocument(printed))
    data = io.BytesIO()
    document.save(data)
    found = make({"a.pdf": data.getvalue()}, f"> {WORDS} [@a]")
    (quotation,) = found.outcome.quotations
    assert (quotation.verdict, quotation.source_page, quotation.recognised) == ("verbatim", 2, False)


@needs_persian
def test_persian_is_read_with_its_own_data(make: Make) -> None:
    words = "پل در روز چهاردهم بسته شد"
    page = f"<span lang=fa dir=rtl>این گزارش است. {words} و گذر نکرد. پایان گزارش.</span>"
    found = make({"a.pdf": scan(page)}, f"> {words} [@a]", archives={"a": "language: fa"})
    assert verdicts(found.outcome) == ["verbatim"]


@needs_english
def test_a_scan_is_recognised_once(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make({"a.pdf": scan(f"Before it. {WORDS} After it.")}, f"> {WORDS} [@a]")

    def again(*arguments: object) -> Letters:
        raise AssertionError("recognised again")

    monkeypatch.setattr(recognition, "recognise", again)
    assert verdicts(check(made.folder)) == verdicts(made.outcome) == ["verbatim"]


@needs_english
def test_only_the_pages_that_are_meant_are_recognised(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    recognise = recognition.recognise

    def counted(own: Path, *more: object) -> Letters | UnreadableError:
        asked.append(own)
        return recognise(own, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(recognition, "recognise", counted)
    pages = scan("One page.", f"Before it. {WORDS}", "Another page.")
    found = make({"a.pdf": pages}, f"> {WORDS} [@a]", archives={"a": "pages: 2"})
    assert verdicts(found.outcome) == ["verbatim"]
    assert len(asked) == 1


def test_without_tesseract_a_scan_is_unreadable_and_the_hint_says_what_to_install(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "installed", lambda: None)
    found = make({"a.pdf": scan(WORDS)}, f"> {WORDS} [@a]")
    (problem,) = found.outcome.problems
    assert (problem.code, problem.severity) == ("unreadable-source", Severity.WARNING)
    assert "make ocr" in problem.hint
    assert [(one.verdict, one.recognised) for one in found.outcome.quotations] == [("unreadable", False)]
    assert Compiled(found.folder, build(found.folder)).outcome.pdf is not None


def stamped(data: bytes, *stamps: str) -> bytes:
    """The pages with words laid over them, as a filing system lays its running head over a scan."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        for page, stamp in zip(pdf.pages, stamps, strict=True):
            page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.Stamp)
            shown = f"BT /Stamp 9 Tf 20 8 Td ({stamp}) Tj ET".encode()
            page.contents_add(pdf.make_stream(shown))
        file = io.BytesIO()
        pdf.save(file)
    return file.getvalue()


HEAD_LINE = "Case 1:19-cv-00123-ABC Document 45-2 Filed 03/14/19 Page {} of 2 BATES-000{}"
STAMPED = tuple(HEAD_LINE.format(page, page) for page in (1, 2))


@needs_english
def test_a_scan_with_a_stamp_on_it_is_recognised_too(make: Make) -> None:
    data = stamped(scan("A first page of a letter.", f"Before it. {WORDS} After it."), *STAMPED)
    found = make({"a.pdf": data}, f"> {WORDS} [@a]\n\n  > Document 45-2 Filed 03/14/19 [@a]")
    assert found.codes(Severity.WARNING) == []
    assert [(one.verdict, one.source_page) for one in found.outcome.quotations] == [
        ("verbatim", 2),
        ("verbatim", 1),
    ]
    assert found.outcome.quotations[0].recognised


@pytest.mark.parametrize(
    ("quoted", "verdict"),
    [
        (WORDS, "unreadable"),
        ("Document 45-2 Filed 03/14/19", "verbatim"),
        ("Document 46-2 Filed 03/14/19", "altered"),
    ],
)
def test_without_tesseract_a_stamp_is_not_all_that_a_scan_says(
    make: Make, monkeypatch: pytest.MonkeyPatch, quoted: str, verdict: str
) -> None:
    monkeypatch.setattr(recognition, "installed", lambda: None)
    data = stamped(scan("A first page of a letter.", WORDS), *STAMPED)
    found = make({"a.pdf": data}, f"> {quoted} [@a]", "quotations: warn\n")
    assert [(one.verdict, one.recognised) for one in found.outcome.quotations] == [(verdict, False)]
    if verdict == "unreadable":
        (problem,) = found.outcome.problems
        assert problem.code == "unreadable-source"
        assert "not in the text of sources/a.pdf, of which p. 1 to 2 are pictures" in problem.message
        assert "make ocr" in problem.hint


def joined(*parts: bytes) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for part in parts:
        document.import_pages(pypdfium2.PdfDocument(part))
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("second", "archive", "verdict"),
    [
        ("scan", "", "unreadable"),
        ("scan", "pages: 1", "absent"),
        ("blank", "", "absent"),
        ("figure", "", "absent"),
    ],
)
def test_words_are_not_absent_that_may_stand_on_a_page_without_text(
    make: Make, monkeypatch: pytest.MonkeyPatch, second: str, archive: str, verdict: str
) -> None:
    monkeypatch.setattr(recognition, "installed", lambda: None)
    picture = io.BytesIO()
    Image.effect_noise((300, 300), 80).save(picture, "PNG")
    shown = base64.b64encode(picture.getvalue()).decode()
    figure = f'<img style="width: 8cm" src="data:image/png;base64,{shown}"><p>Figure 1: the bridge</p>'
    pages = {
        "scan": lambda: scan(WORDS),
        "blank": lambda: pdf_of("<p></p>"),
        "figure": lambda: pdf_of(figure),
    }
    data = joined(pdf_of("<p>A page of text, and not a short one.</p>"), pages[second]())
    found = make({"a.pdf": data}, f"> {WORDS} [@a]", "quotations: warn\n", {"a": archive})
    assert verdicts(found.outcome) == [verdict]
    told = "of which p. 2 is a picture" in found.outcome.problems[0].message
    assert told == (verdict == "unreadable")


def pdf_of(html: str) -> bytes:
    return bytes(HTML(string=html).write_pdf())


def test_another_script_is_not_read_with_english_data() -> None:
    tesseract = Tesseract(Path("/usr/bin/tesseract"), "tesseract 5", frozenset(("eng", "osd")))
    assert recognition.data_for("fr-CA", tesseract) == recognition.data_for("", tesseract) == "eng"
    refusal = recognition.data_for("fa", tesseract)
    assert isinstance(refusal, UnreadableError)
    assert "apt install tesseract-ocr-fas" in refusal.hint


@pytest.mark.parametrize(
    ("page", "codes"), [("", ["unreadable-source"]), (WORDS, ["not-recognised", "unreadable-source"])]
)
def test_missing_data_are_told_of_a_page_that_is_not_blank(
    make: Make, monkeypatch: pytest.MonkeyPatch, page: str, codes: list[str]
) -> None:
    tesseract = Tesseract(Path("/usr/bin/tesseract"), "tesseract 5", frozenset(("eng", "osd")))
    monkeypatch.setattr(recognition, "installed", lambda: tesseract)
    data = scan(page) if page else HTML(string="<p></p>").write_pdf()
    found = make({"a.pdf": data}, f"> {WORDS} [@a]", archives={"a": "language: fa"})
    assert found.codes(Severity.WARNING) == codes


# -- what Tesseract gives is not trusted: a picture may have taken it over

HEAD = "level\tpage\tblock\tpar\tline\tword\tleft\ttop\twidth\theight\tconf\ttext\n"
PAGE = "1\t1\t0\t0\t0\t0\t0\t0\t1000\t2000\t-1\t\n"

Recognise = Callable[[str], "Letters | UnreadableError"]


@pytest.fixture
def taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recognise:
    """Runs a shell script in the place of Tesseract."""

    def run(script: str) -> Letters | UnreadableError:
        program = tmp_path / "opt" / "bin" / "tesseract"
        program.parent.mkdir(parents=True)
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        fake = Tesseract(program, "tesseract 5", frozenset(("eng",)))
        monkeypatch.setattr(recognition, "installed", lambda: fake)
        own = tmp_path / "own"
        own.mkdir()
        return recognition.recognise(own, "a.pdf", (500.0, 1000.0), "eng", Limits(), threading.Event())

    return run


def test_places_are_those_of_the_page(taken_over: Recognise) -> None:
    rows = "5\t1\t1\t1\t1\t1\t100\t200\t40\t20\t90\tno\n5\t1\t1\t1\t2\t1\t-9\t0\t99999\t20\t90\tx\n"
    found = taken_over(f"printf '%s' '{HEAD}{PAGE}{rows}' >out/words.tsv")
    assert isinstance(found, Letters)
    assert found.text == "no\nx"
    left, bottom, right, top = (place * UNIT for place in found.edges[4:8])  # of the o
    assert (left, bottom, right, top) == (60, 890, 70, 900)
    assert [place * UNIT for place in found.edges[12:16]] == [
        0,
        990,
        500,
        1000,
    ]  # cut off at the page's edges


@pytest.mark.parametrize(
    "script",
    [
        "echo secret >secret; ln -s ../secret out/words.tsv",
        "mkfifo out/words.tsv",
        "mkdir out/words.tsv",
        f"printf '%s' '{HEAD}{PAGE}5\t1\t1\t1\t1\t1\tinf\t0\t1\t1\t9\tx' >out/words.tsv",
        "head -c 30000000 /dev/urandom >out/words.tsv",
        "mv out other; mkdir out; echo x >out/words.tsv",
        "exit 0",
        "exit 1",
    ],
    ids=["link", "pipe", "folder", "no-number", "long", "moved", "nothing", "failed"],
)
def test_what_is_no_table_of_words_is_refused(taken_over: Recognise, script: str) -> None:
    found = taken_over(script)
    assert isinstance(found, UnreadableError)
    assert found.code == "not-recognised"
