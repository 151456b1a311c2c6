"""The words of archived files as quotations are looked up in them: every passage that a reader sees on a page
is in one piece in one of its orders, and each letter has its place.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Dictionary, Name
from weasyprint import HTML

from report import seal
from report.model import FileKind, PagedFile, Range, TextFile
from report.model.attestation import Document, PageWords
from report.read.answers import MalformedError
from report.read.letters import frame
from report.read.letters.page import Letters, Order
from report.read.paged import Request, read_pages
from report.read.pool import Readers
from report.read.settings import ReadSettings, UnreadableError
from report.read.store import Store
from report.read.words import WordsRequest, words_of
from tests.corpus import SHARED
from tests.hostile_readers import reading

SETTINGS = ReadSettings((595.28, 841.89))
REAL = SHARED / "real"


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers() as readers:
        yield readers


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    seal._key.cache_clear()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "cache") as store:
        yield store


def paged(file: Path, store: Store, readers: Readers) -> PagedFile:
    (made,) = read_pages((Request(file, file.name, FileKind.PDF, SETTINGS),), store, readers)
    assert isinstance(made, PagedFile)
    return made


def words(data: bytes | Path, store: Store, readers: Readers, *numbers: Range) -> Document:
    file = data if isinstance(data, Path) else store.place(secret=True)
    if isinstance(data, bytes):
        file.write_bytes(data)
    (found,) = words_of([WordsRequest(paged(file, store, readers), numbers)], store, readers)
    assert isinstance(found, Document)
    return found


def printed(body: str, style: str = "", size: str = "A4") -> bytes:
    """A page of HTML as a PDF."""
    look = (
        f"@page {{ size: {size}; margin: 2cm }} body {{ font: 11pt/14pt 'Linux Libertine O', Amiri }} {style}"
    )
    made = HTML(string=f"<style>{look}</style>{body}").write_pdf()
    assert isinstance(made, bytes)
    return made


def drawn(content: str, size: tuple[float, float] = (595, 842), **entries: object) -> bytes:
    """A page with this content, F1 being Helvetica."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=size)
    page = pdf.pages[0].obj
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    page.Contents = pdf.make_stream(content.encode("cp1252"))
    for key, value in entries.items():
        page[f"/{key}"] = value
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()


def shown(rows: list[tuple[float, float, str]]) -> str:
    """Content that shows these texts, in this order, each at its place."""
    return "".join(f"BT /F1 10 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in rows)


def letters(text: str) -> str:
    """All but white space and ZWNJ, which leaves no trace in a PDF."""
    return re.sub(r"[\s\u200c]", "", text)


def contiguous(passage: str, page: tuple[PageWords, ...]) -> bool:
    return any(letters(passage) in letters(order.text) for order in page)


def place(words: PageWords, text: str) -> tuple[float, float, float, float]:
    """The box around a text in one order."""
    at = words.text.index(text)
    boxes = [box for box in words.boxes[at : at + len(text)] if box is not None]
    assert boxes
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def ink(data: bytes, box: tuple[float, float, float, float], index: int = 0) -> float:
    """The part of a page's dark pixels that is in the box."""
    page = pypdfium2.PdfDocument(data)[index]
    picture = page.render(scale=2).to_pil().convert("L").point(lambda value: 255 if value < 128 else 0)
    left, bottom, right, top = box
    height = page.get_size()[1]
    inside = picture.crop(
        (int(left * 2 - 1), int((height - top) * 2 - 1), int(right * 2 + 2), int((height - bottom) * 2 + 2))
    )
    return float(inside.histogram()[255] / picture.histogram()[255])


def test_each_letter_has_its_place_on_the_fitted_page(store: Store, readers: Readers, tmp_path: Path) -> None:
    file = tmp_path / "file.pdf"
    file.write_bytes(drawn(shown([(100, 700, "the word"), (300, 500, " ")]), (700, 900)))
    made = paged(file, store, readers)
    (found,) = words_of([WordsRequest(made, language="en")], store, readers)
    assert isinstance(found, Document)
    ((first, *_),) = found.pages
    assert found.language == "en"
    assert first.text.startswith("the word")
    assert len(first.boxes) == len(first.text)
    assert first.boxes[3] is None
    assert ink(made.pdf.read_bytes(), place(first, "the word")) == 1
    assert 0 < ink(made.pdf.read_bytes(), place(first, "word")) < 1


def test_only_the_wanted_pages_are_read(store: Store, readers: Readers) -> None:
    data = printed("".join(f"<p style='break-after: page'>Page number {n}</p>" for n in range(1, 8)))
    found = words(data, store, readers, Range(2, 2), Range(5, 6))
    assert [(page[0].number, page[0].text.strip()) for page in found.pages] == [
        (number, f"Page number {number}") for number in (2, 5, 6)
    ]


def test_pages_are_counted_as_the_file_counts_them(store: Store, readers: Readers, tmp_path: Path) -> None:
    file = tmp_path / "file.pdf"
    file.write_bytes(printed("".join(f"<p style='break-after: page'>Page {n}</p>" for n in range(1, 8))))
    settings = ReadSettings(SETTINGS.paper, print_pages=(Range(3, 5),))
    (made,) = read_pages((Request(file, file.name, FileKind.PDF, settings),), store, readers)
    assert isinstance(made, PagedFile)
    (found,) = words_of([WordsRequest(made, (Range(4, 7),))], store, readers)
    assert isinstance(found, Document)
    assert [(page[0].number, page[0].text.strip()) for page in found.pages] == [(4, "Page 4"), (5, "Page 5")]


def test_letters_are_read_once(
    store: Store, readers: Readers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file.pdf"
    file.write_bytes(drawn(shown([(100, 700, "once")])))
    made = paged(file, store, readers)
    first = words_of([WordsRequest(made)], store, readers)
    monkeypatch.setattr(readers, "letters", lambda jobs: [pytest.fail("read again") for _ in jobs])
    (again,) = words_of([WordsRequest(made)], store, readers)
    assert isinstance(again, Document)
    assert isinstance(first[0], Document)
    assert again.pages[0][0].text == first[0].pages[0][0].text == "once"
    assert again.pages[0][0].boxes[:] == first[0].pages[0][0].boxes[:]


def test_damaged_letters_in_the_cache_are_read_anew(store: Store, readers: Readers, tmp_path: Path) -> None:
    file = tmp_path / "file.pdf"
    file.write_bytes(drawn(shown([(100, 700, "genuine")])))
    made = paged(file, store, readers)
    words_of([WordsRequest(made)], store, readers)
    (item,) = (one for one in (tmp_path / "cache").glob("*.letters") if "covered" not in one.name)
    item.write_bytes(item.read_bytes().replace(b"genuine", b"forged!"))
    (found,) = words_of([WordsRequest(made)], store, readers)
    assert isinstance(found, Document)
    assert found.pages[0][0].text == "genuine"


def test_a_texts_lines_are_its_pages(store: Store, readers: Readers) -> None:
    file = TextFile("speech.txt", "0" * 64, 1, ("One", "", "three"))
    whole, part = words_of([WordsRequest(file), WordsRequest(file, (Range(2, 9),))], store, readers)
    assert isinstance(whole, Document)
    assert isinstance(part, Document)
    assert [(page[0].number, page[0].text) for page in whole.pages] == [(1, "One"), (2, ""), (3, "three")]
    assert [page[0].number for page in part.pages] == [2, 3]


@pytest.mark.parametrize("deed", ["no-frame", "other-page", "a-reading", "crash"])
def test_a_reader_that_was_taken_over_gives_no_words(deed: str, store: Store, tmp_path: Path) -> None:
    with Readers(readers="tests.hostile_readers") as hostile:
        made = PagedFile("file.pdf", "0" * 64, 1, tmp_path / "pages.pdf", reading())
        made.pdf.write_text(deed)
        (found,) = words_of([WordsRequest(made)], store, hostile)
    assert isinstance(found, UnreadableError)
    assert found.code == "reader-crashed"
    assert "file.pdf" in str(found)
    assert not list((tmp_path / "cache").glob("*.letters"))


def test_a_reader_of_letters_is_shut_in(store: Store, tmp_path: Path) -> None:
    with Readers(readers="tests.hostile_readers") as hostile:
        made = PagedFile("file.pdf", "0" * 64, 1, tmp_path / "pages.pdf", reading())
        made.pdf.write_text("attempts")
        (found,) = words_of([WordsRequest(made)], store, hostile)
    assert isinstance(found, Document)
    # Nothing was let through: where there is no text, it is that of the reading.
    assert found.pages[0][0].text == reading().pages[0].text


def test_a_file_that_is_gone_is_told(store: Store, readers: Readers, tmp_path: Path) -> None:
    file = tmp_path / "file.pdf"
    file.write_bytes(drawn(shown([(100, 700, "gone")])))
    made = paged(file, store, readers)
    made.pdf.unlink()
    (found,) = words_of([WordsRequest(made)], store, readers)
    assert isinstance(found, UnreadableError)
    assert found.code == "unreadable-file"


LEFT = [f"left line {n} of a column that is" for n in range(1, 13)]
RIGHT = [f"right line {n} of another column" for n in range(1, 13)]


def test_columns_that_are_stored_line_by_line_across(store: Store, readers: Readers) -> None:
    rows = [(60.0, 790.0, "A heading that runs over both of the columns from the left to the right edge")]
    for n, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        rows += [(60, 760 - 12 * n, left), (310, 760 - 12 * n, right)]
    rows += [(60, 590, "Below the columns there is again a line that runs over the whole of the page")]
    for n, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        rows += [(60, 560 - 12 * n, f"lower {left}"), (310, 560 - 12 * n, f"lower {right}")]
    (page,) = words(drawn(shown(rows)), store, readers).pages
    assert contiguous(" ".join([*LEFT, *RIGHT]), page)
    assert contiguous(f"{RIGHT[-1]} Below the columns", page)
    assert contiguous(" ".join(f"lower {line}" for line in [*LEFT, *RIGHT]), page)


def test_three_columns_with_notes_at_their_feet(store: Store, readers: Readers) -> None:
    sentence = "Sentence {} of the text that is set in three narrow columns, as gazettes are. "
    text = "".join(sentence.format(n) for n in range(1, 120))
    note = "<small style='float: footnote'>A note at the foot of the page, as long as it is.</small>"
    style = ".columns { columns: 3; column-gap: 14pt; text-align: justify; hyphens: none }"
    body = f"<h1>Title over all columns of it</h1><div class=columns>{text[:3000]}{note}{text[3000:]}</div>"
    found = words(printed(body, style), store, readers)
    assert contiguous(text[:3000], found.pages[0])
    # The same, its pieces stored from the top of the page to its foot.
    document = pypdfium2.PdfDocument(printed(body, style))
    rows = []
    textpage = document[0].get_textpage()
    for index in range(textpage.count_rects()):
        left, bottom, right, top = textpage.get_rect(index)
        said = textpage.get_text_bounded(left, bottom, right, top)
        rows.append((left, bottom, re.sub(r"[()\\]", "", said).strip()))
    rows.sort(key=lambda row: (-round(row[1] / 4), row[0]))
    content = "".join(f"BT /F1 8 Tf {x} {y} Td ({said}) Tj ET\n" for x, y, said in rows)
    (page, *_) = words(drawn(content), store, readers).pages
    assert contiguous(text[:2000], page)
    assert not contiguous(text[:2000], page[:1])


def test_text_goes_on_in_the_next_column_over_the_notes_at_the_foot(store: Store, readers: Readers) -> None:
    rows = "".join(
        f"BT /F1 10 Tf {x} {760 - 12 * n} Td ({line}) Tj ET\n"
        for n, both in enumerate(zip(LEFT, RIGHT, strict=True))
        for x, line in zip((60, 310), both, strict=True)
    )
    notes = [f"{n} Note {n} at the foot of the left column" for n in (1, 2)]
    below = "".join(f"BT /F1 7.5 Tf 60 {590 - 9 * n} Td ({note}) Tj ET\n" for n, note in enumerate(notes))
    (page,) = words(drawn(rows + below), store, readers).pages
    assert contiguous(" ".join([*LEFT, *RIGHT]), page)
    assert contiguous(" ".join([*LEFT, *notes]), page)


def test_a_table_is_read_by_its_rows(store: Store, readers: Readers) -> None:
    columns = [["Year", "2016", "2017", "2018"], ["Cases", "11", "12", "13"], ["Won", "4", "5", "6"]]
    rows = [
        (80 + 90.0 * x, 700 - 15.0 * y, cell) for x, col in enumerate(columns) for y, cell in enumerate(col)
    ]
    (page,) = words(drawn(shown(rows)), store, readers).pages
    assert contiguous("Year Cases Won 2016 11 4 2017 12 5 2018 13 6", page)


def test_a_hyphen_at_a_lines_end_stays(store: Store, readers: Readers) -> None:
    body = "<p style='width: 5em'>inter<wbr>-<br>governmental</p>"
    (page,) = words(printed(body), store, readers).pages
    assert "inter-\ngovernmental" in page[0].text
    assert len(page[0].text) == len(page[0].boxes)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_turned_pages_are_read_upright(rotation: int, store: Store, readers: Readers) -> None:
    rows = []
    for n, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        rows += [(60.0, 700.0 - 12 * n, left), (310.0, 700.0 - 12 * n, right)]
    (page,) = words(drawn(shown(rows), Rotate=rotation), store, readers).pages
    assert contiguous(" ".join([*LEFT, *RIGHT]), page)


@pytest.mark.parametrize(
    ("turn", "down"), [("0 1 -1 0", (14, 0)), ("-1 0 0 -1", (0, 14)), ("0 -1 1 0", (-14, 0))]
)
def test_text_that_is_turned_on_the_page_is_read_along_its_lines(
    turn: str, down: tuple[int, int], store: Store, readers: Readers, tmp_path: Path
) -> None:
    lines = [f"line {n} of a table that does not stand upright" for n in range(8)]
    content = "".join(
        f"BT /F1 10 Tf {turn} {300 + down[0] * n} {400 + down[1] * n} Tm ({text}) Tj ET\n"
        for n, text in reversed(list(enumerate(lines)))
    )
    (page,) = words(drawn(content + shown([(100, 100, "upright words")])), store, readers).pages
    assert contiguous(" ".join(lines), page)
    left, bottom, right, top = place(page[0], "line 0")
    assert (right - left < top - bottom) is (down[1] == 0)


def test_letters_spelled_out_beside_the_glyphs_have_their_place(
    store: Store, readers: Readers, tmp_path: Path
) -> None:
    content = (
        "BT /F1 20 Tf 50 300 Td (before ) Tj /Span <</ActualText (word)>> BDC (drow) Tj EMC ( after) Tj ET"
    )
    file = tmp_path / "file.pdf"
    file.write_bytes(drawn(content, (400, 500)))
    made = paged(file, store, readers)
    (found,) = words_of([WordsRequest(made)], store, readers)
    assert isinstance(found, Document)
    ((first, *_),) = found.pages
    assert first.text == "before word after"
    before, word, after = (place(first, part) for part in ("before", "word", "after"))
    assert before[2] < word[0] < word[2] < after[0]
    assert word[1] == pytest.approx(before[1], abs=1)


def test_what_lies_outside_of_the_page_is_not_on_it(store: Store, readers: Readers) -> None:
    data = drawn(shown([(100, 700, "seen"), (100, 100, "unseen")]), CropBox=pikepdf.Array([0, 400, 595, 842]))
    (page,) = words(data, store, readers).pages
    assert page[0].text.strip() == "seen"


PERSIAN = (
    "سیاست‌های کلی نظام در سال ۱۳۹۵ ابلاغ شد (نگاه کنید به سند A/HRC/43/12، بند 58). اصلاح آن «آزادی» را "
    "پاس می‌دارد؛ در تاریخ 1395/06/23 مبلغ ۴۷٬۵۰۰ ریال پرداخت شد."
)
ARABIC = (
    "المادة (1): في تطبيق أحكام هذا المرسوم، يُقصد بالكلمات والعبارات التالية المعاني الموضحة قرين كل منها، "
    "ما لم يقضِ سياق النص بغير ذلك. قرار رقم ٤٨/١٦١ لسنة ١٩٩٣ والأمم المتحدة United Nations في لاهاي."
)
HEBREW = "הוועדה (לזכויות האדם) קיבלה בשנת 1995 את מסמך A/49/1 של UNESCO בירושלים."


@pytest.mark.parametrize(("text", "language"), [(PERSIAN, "fa"), (ARABIC, "ar"), (HEBREW, "he")])
@pytest.mark.parametrize("width", ["17cm", "8cm"])
def test_right_to_left_text_is_read_in_logical_order(
    text: str, language: str, width: str, store: Store, readers: Readers
) -> None:
    body = f"<p dir=rtl lang={language} style='width: {width}'>{text}</p>"
    (page,) = words(printed(body, "p { font-size: 13pt }"), store, readers).pages
    assert contiguous(text, page)
    assert all(len(order.text) == len(order.boxes) for order in page)


def test_visual_order_and_presentation_forms(store: Store, readers: Readers) -> None:
    """As old programs store Arabic: shapes instead of letters, from the left of the line."""
    shapes = "\ufe8d\ufedf\ufee4\ufe8e\ufea9\ufe93 (39) \ufedf\ufeb4\ufee8\ufe94 2022 \ufef7\ufee6"
    visual = "".join(reversed(re.findall(r"\d+|.", shapes))).translate(str.maketrans("()", ")("))
    (page,) = words(printed(f"<p>\u202d{visual}\u202c</p>", "p { font-family: Amiri }"), store, readers).pages
    assert contiguous("المادة (39) لسنة 2022 لأن", page)


def test_arabic_columns_begin_on_the_right(store: Store, readers: Readers) -> None:
    text = " ".join(f"الجملة رقم {n} من هذا النص الطويل الذي يمتد على عمودين." for n in range(1, 60))
    style = ".columns { columns: 2; column-gap: 20pt; direction: rtl } "
    (page, *_) = words(printed(f"<div class=columns lang=ar>{text}</div>", style), store, readers).pages
    assert contiguous(text, page)


SEEN = [
    (
        "us_federal_register_2020_three_columns_en.pdf",
        3,
        "The FAA proposes mandating the following changes to the 737 MAX type design, to address the various "
        "aspects of the unsafe condition. To ensure that an erroneous signal from a failed single AOA sensor "
        "does not prevent continued safe flight and landing",
    ),
    (
        "us_federal_register_2020_three_columns_en.pdf",
        3,
        "The FAA also proposes requiring an additional software update that would alert the flightcrew to "
        "a disagreement between the two AOA sensors. This disagreement indicates certain AOA sensor "
        "failures or a significant calibration issue.",
    ),
    (
        "us_federal_register_2020_three_columns_en.pdf",
        3,
        "Unreliable checklist of the AFM. This checklist would be revised to (1) add a step to allow the "
        "flightcrew to determine a reliable airspeed indication without the use of reference tables, (2) "
        "improve the procedure for go-arounds",
    ),
    (
        "us_federal_register_2020_three_columns_en.pdf",
        3,
        "The updated FCC software would also limit 12 the magnitude of any MCAS command to move the "
        "horizontal stabilizer, such that the final horizontal stabilizer position (after the MCAS command)",
    ),
    (
        "un_upr_iran_AHRC43-12_en.pdf",
        4,
        "In the area of education, the literacy rate had increased from 87.1 per cent in 2015 to 88.8 per "
        "cent in 2018. Moreover, women’s presence in higher education was on the rise: they accounted for "
        "56 per cent of total students at Iranian universities",
    ),
    ("uae_decree_law_39-2022_ar.pdf", 1, "مرسوم بقانون اتحادي رقم (39) لسنة 2022 في شأن التعليم الإلزامي"),
    (
        "uae_decree_law_39-2022_ar.pdf",
        1,
        "وعلى القانون الاتحادي رقم (1) لسنة 1972 بشأن اختصاصات الوزارات وصلاحيات الوزراء، وتعديلاته،",
    ),
    (
        "uae_decree_law_39-2022_ar.pdf",
        1,
        "وعلى المرسوم بقانون اتحادي رقم (15) لسنة 2016 بإنشاء مؤسسة الإمارات للتعليم المدرسي،",
    ),
    ("../corpus/pdfbox__BidiSample.pdf", 1, "١٤-إبريل-١٤٣٤"),
    ("../corpus/pdfbox__BidiSample.pdf", 1, "(يناير)"),
    ("docling_rtl03_prospectus_fa.pdf", 1, "تاريخ ارائه مدارک 1403/09/19 تاريخ پذيرش 1403/10/04"),
    ("docling_rtl03_prospectus_fa.pdf", 1, "شمشه و شمشال توليد شده به روش ريخته گری"),
    ("docling_rtl03_prospectus_fa.pdf", 1, "حداقل 50% از توليد ساليانه يا 47.500 تن"),
]


@pytest.mark.skipif(not REAL.exists(), reason="strangers' files are not at hand")
@pytest.mark.parametrize(("name", "number", "passage"), SEEN)
def test_what_is_seen_on_a_real_page_is_in_one_piece(
    name: str, number: int, passage: str, store: Store, readers: Readers
) -> None:
    (page,) = words(REAL / name, store, readers, Range(number, number)).pages
    assert contiguous(passage, page)


PAGES = (
    Letters(2, "a b", frame.numbers([0, 0, 9, 9, -(2**31), 0, 0, 0, 20, 0, 29, 9])),
    Letters(5, "שם", frame.numbers([1, 2, 3, 4] * 2), (Order("מש\n", frame.numbers([1, 0, -1])),)),
)


def test_what_is_packed_comes_out() -> None:
    assert frame.unpacked(frame.packed(PAGES), 5) == PAGES
    with pytest.raises(MalformedError):
        frame.unpacked(frame.packed(PAGES), 4)
    with pytest.raises(MalformedError):
        frame.unpacked(frame.packed(PAGES[::-1]), 5)


@given(st.integers(0, 10_000), st.binary(max_size=8))
def test_letters_with_a_change_in_them_are_sound_or_none(place: int, change: bytes) -> None:
    """What a reader that was taken over may say."""
    data = frame.packed(PAGES)
    place %= len(data) + 1
    data = data[:place] + change + data[place + len(change) :]
    try:
        pages = frame.unpacked(data, 9)
    except MalformedError:
        return
    for page in pages:
        assert 0 < page.number <= 9
        assert len(page.edges) == 4 * len(page.text)
        for order in page.others:
            assert len(order.places) == len(order.text)
            assert all(-1 <= one < len(page.text) for one in order.places)
