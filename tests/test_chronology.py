"""The chronology: true widths, no invented places, no words over others, words for who cannot see it."""

from __future__ import annotations

import random
import re

import pytest

from report.compose.chronology import Chronology, draw_chronology
from report.compose.labelled import LEADING
from report.compose.measure import Run, break_lines, width
from report.compose.timeline import find_stretches, settle, span_of
from report.compose.words import words_for
from report.model import Body, Entry, Event, Kind, PartialDate, Place

PLACE = Place("entries/x.yaml")
FIRST, ROOM = 527.0, 625.0


def entry(number: int, date: str = "", events: tuple[str, ...] = (), title: str = "") -> Entry:
    return Entry(
        f"e{number}",
        PLACE,
        title or f"Statement number {number}",
        Body(),
        date=partial(date) if date else None,
        events=tuple(Event(partial(when), f"event of {when}") for when in events),
    )


def partial(date: str) -> PartialDate:
    return PartialDate(*map(int, date.split("-")))


def draw(*entries: Entry, language: str = "en") -> Chronology:
    return draw_chronology(entries, words_for(language), language, FIRST, ROOM)


def bars(shapes: str) -> list[tuple[float, bool]]:
    """Heights of the bars, without the outline's inset, and whether they are filled."""
    found = re.findall(r'<rect [^>]*height="([\d.]+)" fill="(\w+)"', shapes)
    return [(float(height) + 0.7, fill == "black") for height, fill in found]


def texts(chronology: Chronology) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", figure.texts) for figure in chronology.figures)


def lines(texts: str) -> list[tuple[float, float, float, float]]:
    """Each line of words as left edge, right edge, top, and the height of its letters."""
    found = re.findall(r'style="left:([\d.]+)pt;top:(-?[\d.]+)pt;font-size:([\d.]+)pt">(.*)</span>', texts)
    return [
        (
            float(left),
            float(left) + width(re.sub(r"<[^>]*>", "", words), float(size)),
            float(top),
            0.7 * float(size),
        )
        for left, top, size, words in found
    ]


@pytest.mark.parametrize(("date", "months"), [("1988", 12), ("1988-09", 1), ("2016-02-29", 1 / 29)])
def test_a_date_takes_the_time_that_it_names(date: str, months: float) -> None:
    span = span_of(partial(date))
    assert span.end - span.start == pytest.approx(months)


def test_a_year_is_drawn_twelve_times_as_long_as_a_month() -> None:
    (figure,) = draw(entry(1, "2016"), entry(2, "2016-03")).figures
    year, month = sorted(bars(figure.shapes), reverse=True)
    assert year[0] == pytest.approx(12 * month[0], rel=0.01)


def test_statements_are_filled_and_what_they_say_happened_is_open() -> None:
    (figure,) = draw(entry(1, "2016-03", events=("2016-05",))).figures
    assert sorted(filled for _, filled in bars(figure.shapes)) == [False, True]


def test_an_undated_statement_stands_below_the_axis() -> None:
    dated = draw(entry(1, "2016-03"), entry(2, "2016-04"))
    both = draw(entry(1, "2016-03"), entry(2, "2016-04"), entry(3, title="Without a date"))
    assert dated.figures[0].shapes in both.figures[0].shapes
    tops = {
        words: float(top) for top, words in re.findall(r"top:([\d.]+)pt[^>]*>([^<]*)", both.figures[0].texts)
    }
    undated = next(top for words, top in tops.items() if words.startswith("Without a date"))
    assert all(top < undated for words, top in tops.items() if "Statement" in words or words == "Apr")


def test_no_date_anywhere_no_picture() -> None:
    assert draw(entry(1), entry(2)).figures == ()


def test_time_in_which_nothing_stands_is_left_out_and_said_to_be() -> None:
    assert "1989 – 2015: left out" in texts(draw(entry(1, "2016", events=("1988",))))
    spans = [span_of(partial(date)) for date in ("1988", "2016-09", "2017-03")]
    assert [stretch.months for stretch in find_stretches(spans, 1, 6)] == [12, 7]


def test_the_axis_begins_and_ends_with_what_stands_on_it() -> None:
    (figure,) = draw(entry(1, "2016-07"), entry(2, "2016-08")).figures
    assert re.findall(r">(\w{3,4})</span>", figure.texts.replace("2016", ""))[:2] == ["Jul", "Aug"]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("count", [2, 12, 40, 200])
def test_no_words_stand_over_others_and_figures_fit_their_pages(seed: int, count: int) -> None:
    chance = random.Random(seed)
    years = range(2016, 2018) if seed % 2 else range(1850, 2020)
    entries = []
    for number in range(count):
        date = [str(chance.choice(years)), f"{chance.randint(1, 12):02}", f"{chance.randint(1, 28):02}"]
        events = ("1988", "1988-09", date[0])[: chance.randint(0, 3)]
        title = "A word " * chance.randint(1, 30)
        entries.append(entry(number, "-".join(date[: chance.randint(0, 3)]), events, title))
    for number, figure in enumerate(draw(*entries).figures):
        assert float(figure.height) <= (ROOM if number else FIRST)
        placed = sorted(lines(figure.texts), key=lambda line: line[2])
        for at, (left, right, top, tall) in enumerate(placed):
            assert top >= -3
            for other_left, other_right, other_top, _ in placed[at + 1 :]:
                if other_top - top >= tall:
                    break
                assert right <= other_left + 1 or other_right <= left + 1


def test_many_statements_are_counted() -> None:
    chronology = draw(*(entry(number, f"2016-{number % 12 + 1:02}") for number in range(200)), entry(200))
    (figure,) = chronology.figures
    counts = [int(number) for number in re.findall(r">(\d{1,3})</span>", figure.texts)]
    assert sum(counts) == 201
    assert "How many" in chronology.key


def test_words_stand_for_the_picture() -> None:
    said = draw(entry(1, "2016-09-13", events=("1988",)), entry(2)).figures[0].words
    for part in (
        "13 September 2016: Statement number 1",
        "1988: event of 1988",
        "without a date: Statement number 2",
    ):
        assert part in said


def test_events_of_the_compilers_own_prose_have_no_number() -> None:
    prose = Entry(
        "summary", PLACE, "Summary", Body(), kind=Kind.TEXT, events=(Event(partial("1988"), "it began"),)
    )
    assert "it began" in texts(draw(prose))
    assert "(" not in texts(draw(prose))


def test_right_to_left_is_mirrored() -> None:
    left, right = (draw(entry(1, "2016-03"), language=language).figures[0] for language in ("en", "fa"))
    assert 'class="text" style="left' in left.texts
    assert left.texts.count('style="left') == right.texts.count('style="right')
    assert left.shapes != right.shapes


@pytest.mark.parametrize("seed", range(20))
def test_labels_are_stacked_as_near_as_can_be(seed: int) -> None:
    chance = random.Random(seed)
    heights = [chance.uniform(8, 40) for _ in range(chance.randint(1, 15))]
    wanted = sorted(chance.uniform(0, 200) for _ in heights)
    tops = settle(wanted, heights, 0)
    assert tops[0] >= 0
    gaps = [below - top - height for top, below, height in zip(tops, tops[1:], heights, strict=False)]
    assert all(gap >= -1e-9 for gap in gaps)
    # What touches nothing is where it is wanted.
    alone = [
        at
        for at in range(len(tops))
        if (at == 0 or gaps[at - 1] > 1e-6) and (at == len(gaps) or gaps[at] > 1e-6)
    ]
    assert all(tops[at] == pytest.approx(wanted[at]) for at in alone)


def test_lines_are_no_wider_than_asked() -> None:
    for line in break_lines([Run("August 2017. ", italic=True), Run("word " * 60 + "x" * 300)], LEADING, 120):
        assert width("".join(run.text for run in line).rstrip(), LEADING) <= 120
