"""What changed between two records: values in, values out; texts, words, and what a manifest records."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from report.changes.align import align, out_of_order
from report.changes.compare import compare
from report.changes.record import NotARecordError, Record, read_record
from report.changes.terminal import lines_of
from report.changes.texts import blocks_of, mark, plain
from report.changes.values import Changes, FactChange, How, Piece, Unknown
from report.changes.words import reworded, shortened

SHA = {name: name * 64 for name in "ab"}


def entry(
    name: str, *texts: str, notes: tuple[str, ...] = (), folio: str = "1", **more: Any
) -> dict[str, Any]:
    return {
        "id": name,
        "title": f"Title of {name}",
        "paragraphs": [{"kind": "paragraph", "text": text} for text in texts],
        "notes": list(notes),
        "first_note": 1,
        "folio": folio,
        **more,
    }


def record(*entries: dict[str, Any], **more: Any) -> Record:
    data = {
        "compiler": "Attest 1",
        "title": "T",
        "entries": list(entries),
        "annexes": [],
        "sources": {},
        "quotations": [],
        **more,
    }
    return read_record(json.dumps(data).encode())


def told(pieces: tuple[Piece, ...]) -> str:
    marks = {None: "{}", How.ADDED: "{{+{}+}}", How.REMOVED: "[-{}-]"}
    return "".join(marks[piece.how].format(piece.text) for piece in pieces)


OWN = {
    "a": "The commission met in May and heard ten witnesses of the events.",
    "b": "Rain fell upon the fields without end, as the farmers told us.",
    "c": "Trade in copper had ceased by winter for want of ships.",
}


# -- words


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("heard ten witnesses", "heard twelve witnesses", "heard [-ten-]{+twelve+} witnesses"),
        ("one two", "one two three", "one two {+three+}"),
        ("one, two", "one two", "one [-, -]two"),
        (
            "a long way from here",
            "by another road entirely",
            "[-a long way from here-]{+by another road entirely+}",
        ),
        ("در سال ۱۳۶۷ زندانی", "در تابستان ۱۳۶۷ زندانی", "در [-سال-]{+تابستان+} ۱۳۶۷ زندانی"),
    ],
)
def test_texts_are_compared_word_by_word(old: str, new: str, expected: str) -> None:
    assert told(reworded(old, new)) == expected


_TEXT = st.text(alphabet="ab ,.-’é", max_size=40).map(lambda text: " ".join(text.split()))


@given(_TEXT, _TEXT)
def test_no_word_is_lost_or_made_up(old: str, new: str) -> None:
    pieces = reworded(old, new)
    for text, left_out in ((new, How.REMOVED), (old, How.ADDED)):
        rest = "".join(piece.text for piece in pieces if piece.how is not left_out)
        assert rest.replace(" ", "") == text.replace(" ", "")


def test_what_is_the_same_for_long_is_shortened() -> None:
    old = " ".join(f"w{number}" for number in range(50))
    shown = told(shortened(reworded(old, old.replace("w25", "W")), context=2))
    assert shown == "… w23 w24 [-w25-]{+W+} w26 w27 …"


# -- which text is which


def test_texts_are_matched_in_place_then_by_likeness_then_where_they_were_moved() -> None:
    old, new = [OWN["a"], OWN["b"], OWN["c"]], [OWN["c"], OWN["a"].replace("May", "June"), OWN["b"]]
    assert sorted(align(old, new), key=str) == sorted([(2, 0), (0, 1), (1, 2)], key=str)


@given(st.lists(_TEXT, max_size=8), st.lists(_TEXT, max_size=8))
def test_each_text_is_matched_once(old: list[str], new: list[str]) -> None:
    pairs = align(old, new)
    assert sorted(one for one, _ in pairs if one is not None) == list(range(len(old)))
    assert [other for _, other in pairs if other is not None] == list(range(len(new)))


def test_the_fewest_are_out_of_order() -> None:
    assert out_of_order([0, 4, 1, 2, 3]) == {1}
    assert out_of_order([2, 0, 1]) == {0}
    assert out_of_order([]) == set()


# -- entries


def changed(old: Record, new: Record) -> list[tuple[str, How, str, list[str]]]:
    return [
        (one.id, one.how, one.was, [f"{text.kind} {told(text.pieces)}" for text in one.texts])
        for one in compare(old, new).entries
    ]


def test_equal_records_have_no_changes() -> None:
    one = record(entry("a", OWN["a"], notes=("A note.",)))
    assert compare(one, one).none


def test_an_entry_is_added_removed_or_renamed() -> None:
    old = record(entry("a", OWN["a"]), entry("b", OWN["b"]))
    new = record(entry("z", OWN["a"] + " More."), entry("c", OWN["c"]))
    assert changed(old, new) == [
        ("z", How.CHANGED, "a", ["paragraph " + OWN["a"] + " {+More.+}"]),
        ("b", How.REMOVED, "", []),
        ("c", How.ADDED, "", []),
    ]


def test_one_entry_that_moves_is_the_one_that_moved() -> None:
    entries = [entry(name, OWN[name]) for name in "abc"]
    (moved,) = compare(record(*entries), record(entries[2], entries[0], entries[1])).entries
    assert (moved.id, moved.how, moved.behind) == ("c", How.MOVED, "")


def test_paragraphs_and_notes_are_reworded_moved_added_and_removed() -> None:
    old = record(entry("a", OWN["a"], OWN["b"], OWN["c"], notes=("First note.", "Second one, to be gone.")))
    new = record(
        entry("a", OWN["c"], OWN["a"].replace("ten", "two"), OWN["b"], "New.", notes=("First note!",))
    )
    (one,) = compare(old, new).entries
    assert [(text.kind, text.how, text.at, text.number) for text in one.texts] == [
        ("paragraph", How.MOVED, 0, None),
        ("paragraph", How.CHANGED, 1, None),
        ("paragraph", How.ADDED, 3, None),
        ("note", How.CHANGED, 0, 1),
        ("note", How.REMOVED, None, 2),
    ]


def test_facts_of_an_entry() -> None:
    old = record(entry("a", by=["X"], date="2001", facts=[["Session", "1"]]))
    new = record(entry("a", by=["X", "Y"], date="2002-03", facts=[["Session", "2"]]))
    (one,) = compare(old, new).entries
    assert one.facts == (
        FactChange("by", "X", "X; Y"),
        FactChange("date", "2001", "2002-03"),
        FactChange("facts", "Session: 1", "Session: 2"),
    )


# -- sources, annexes, verdicts, pages


def test_sources_and_annexes() -> None:
    annex = {"label": "Annex 1", "sources": ["s"], "sha256": SHA["a"], "size": 5, "pages": 3}
    old = record(sources={"s": {"title": "S", "issued": "2001"}, "gone": {"title": "G"}}, annexes=[annex])
    new = record(
        sources={"s": {"title": "S", "issued": "2002"}, "new": {"title": "N"}},
        annexes=[
            {"label": "Annex 1", "sources": ["new"], "sha256": SHA["b"]},
            {**annex, "label": "Annex 2", "sha256": SHA["b"], "pages": 4, "sources": ["s", "new"]},
        ],
    )
    found = compare(old, new)
    assert [(one.key, one.how, one.facts) for one in found.sources] == [
        ("s", How.CHANGED, (FactChange("issued", "2001", "2002"),)),
        ("new", How.ADDED, ()),
        ("gone", How.REMOVED, ()),
    ]
    assert [(one.label, one.how) for one in found.annexes] == [
        ("Annex 1", How.ADDED),
        ("Annex 2", How.CHANGED),
    ]
    assert found.annexes[1].facts == (
        FactChange("label", "Annex 1", "Annex 2"),
        FactChange("sha256", SHA["a"], SHA["b"]),
        FactChange("pages", "3", "4"),
        FactChange("sources", "", "new"),
    )


def test_verdicts_follow_a_quotation_that_was_reworded() -> None:
    def quoted(text: str, verdict: str, **more: Any) -> dict[str, Any]:
        return {"entry": "a", "source": "s", "text": text, "verdict": verdict, **more}

    old = record(entry("a"), quotations=[quoted(OWN["a"], "verbatim", via="s"), quoted(OWN["b"], "verbatim")])
    new = record(
        entry("a"),
        quotations=[quoted(OWN["a"].replace("ten", "two"), "altered", note=4), quoted(OWN["b"], "verbatim")],
    )
    (one,) = compare(old, new).verdicts
    assert (one.before, one.after, one.note) == ("reproduced", "altered", 4)


def test_pages_that_move_as_far_are_one_run() -> None:
    def pages(*folios: str) -> Record:
        return record(*(entry(f"e{number}", folio=folio) for number, folio in enumerate(folios)))

    moves = compare(pages("1", "2", "3", "4", "A1"), pages("1", "3", "4", "4", "A2")).moves
    assert [(one.first[-2:], one.last[-2:], one.before, one.last_after, one.by) for one in moves] == [
        ("e1", "e2", "2", "4", 1),
        ("e4", "e4", "A1", "A2", None),
    ]


# -- records


def test_what_an_older_manifest_does_not_say_is_unknown_not_changed() -> None:
    before = {"compiler": "Attest 0.0.9", "title": "T", "entries": [{"id": "a", "title": "Title of a"}]}
    old = read_record(json.dumps(before).encode())
    found = compare(old, record(entry("a", OWN["a"]), sources={"s": {}}))
    assert not (found.entries or found.sources or found.moves)
    assert set(found.unknown) == set(Unknown)
    lines = "\n".join(lines_of(found, "old.pdf"))
    assert "cannot be told: what was reworded; Attest 0.0.9 did not record it" in lines


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{}", "compiler"),
        (b"not json", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b'{"compiler": "Other 1", "title": "T", "entries": []}', "another compiler"),
        (b'{"compiler": "Attest 1", "title": 5, "entries": []}', "title"),
    ],
)
def test_what_is_no_record_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(NotARecordError, match=reason):
        read_record(data)


def test_a_strangers_title_cannot_command_the_terminal() -> None:
    old = record(entry("a", title="\x1b]0;owned\x07"))
    assert not any("\x1b" in line or "\x07" in line for line in lines_of(compare(old, record()), "\x1b[2J"))


def test_a_long_strangers_text_is_compared_in_no_time() -> None:
    old = record(entry("a", "a " * 200_000, *["b"] * 20_000))
    assert isinstance(compare(old, record(entry("a", OWN["a"], *OWN.values()))), Changes)


# -- the text of a body

BODY = Markup(
    '<h2 id="x">Head</h2>\n<p>One &amp; <em>two</em>.<a class="mark" id="mark:a:c1">1</a>'
    '<span class="note" id="note:a:c1" data-tag="Note"><a class="number">1</a> Noted <span>in</span> it.'
    "</span></p>\n<blockquote>\n"
    '<ol class="numbered"><li><p class="numbered"><span class="number">31.</span> Said</p>\n</li></ol>'
    "</blockquote>\n<ul><li>tight</li></ul><table><tr><td>x</td><td>y</td></tr></table>"
    '<p><a href="#">it</a> (p.\u00a0<span data-folio="entry:b"></span>)</p>'
)


def test_a_body_is_taken_apart_into_blocks_without_numbers_of_notes_and_pages() -> None:
    assert [(block.kind, block.text) for block in blocks_of(BODY)] == [
        ("heading", "Head"),
        ("paragraph", "One & two."),
        ("quotation", "31. Said"),
        ("item", "tight"),
        ("cell", "x"),
        ("cell", "y"),
        ("paragraph", "it (p. …)"),
    ]
    assert plain("a <i>b</i>\u2060&lt;") == "a b<"


def test_marks_are_set_at_elements_that_a_bar_can_stand_beside() -> None:
    blocks = blocks_of(BODY)
    marked = mark(BODY, [blocks[2].at, blocks[4].at, blocks[5].at], ["a:c1"])
    assert str(marked).count("data-changed") == 3
    assert '<li data-changed=""><p class="numbered">' in marked
    assert '<table data-changed="">' in marked
    assert '<span class="note" data-changed="" id="note:a:c1"' in marked
    assert [block.text for block in blocks_of(marked)] == [block.text for block in blocks]
