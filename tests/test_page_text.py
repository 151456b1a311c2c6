"""Sentences are found as they were set: whole, divided at a line's end, running over to the next page."""

from __future__ import annotations

from tests.page_text import Point, bare, find

NOTE = "1 A note at the foot of the page, of which there is enough to see that it is one. " * 4
HEAD = "The running head 12"
START = Point(0, 0)


def pages(*texts: str) -> list[str]:
    return [bare(text) for text in texts]


def test_sentence_on_one_page() -> None:
    set_pages = pages("Before. There should be no im\u2010\npunity. After.")
    end = find(set_pages, "There should be no impunity.", START)
    assert end and set_pages[end.page][end.offset :] == "After."
    assert find(set_pages, "There should be impunity.", START) is None


def test_sentence_runs_over_notes_and_running_head() -> None:
    set_pages = pages(f"Before. There should {NOTE}", f"{HEAD} be no impunity. After.")
    end = find(set_pages, "There should be no impunity.", START)
    assert end and set_pages[end.page][end.offset :] == "After."


def test_sentence_with_a_word_missing_at_the_break_is_not_found() -> None:
    set_pages = pages(f"Before. There should {NOTE}", f"{HEAD} no impunity. After.")
    assert find(set_pages, "There should be no impunity.", START) is None


def test_sentence_is_looked_up_from_where_the_last_one_ended() -> None:
    set_pages = pages("First. Second.", "Third.")
    end = find(set_pages, "Second.", START)
    assert end and find(set_pages, "First.", end) is None
    assert find(set_pages, "Third.", end) == Point(1, 6)
