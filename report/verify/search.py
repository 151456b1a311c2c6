"""Exact search: whether a piece of a quotation stands in a text, letter for letter.

In go a `Text` and a `Piece`, out come the places, each as the runs of characters that it is made of: more
than one where a note mark or a page's furniture stands between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from report.verify.conventions import Piece
from report.verify.normalise import PLAIN_GAPS, SAME_GAP, Gap, is_thousands
from report.verify.right_to_left import is_right_to_left
from report.verify.spacing import Letter, printed_gap
from report.verify.text import Text

_PARTING = (Gap.SPACE, Gap.DASH, Gap.LOOSE)
_MOST_PLACES = 400
_COMMON = 12
"""A part that stands in more places tells nothing of where the piece is."""
_MOST_SEEDS = 0.6
"""The part of the seeds that must stand together where a piece can be."""
_MOST_STEPS = 4000
_AROUND = 30
"""Letters on each side of a gap by which it is measured."""
_SINGLE = 3
"""Spaces between single letters in a row that show that whoever quotes has every letter singly."""
_WINDOW = 4500
"""Letters before a seed among which the piece may begin: its own and what is passed over."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece stands: its first character, the one after its last, and the runs between."""

    start: int
    end: int
    runs: tuple[tuple[int, int], ...]


def places(text: Text, piece: Piece, in_a_row: bool = False) -> Iterator[Place]:
    """Everywhere that the piece stands, in the order of the text as a rule.

    `in_a_row`: only where nothing is to be passed over.
    """
    seen: set[int] = set()
    wanted = piece.folded.text
    at, count = text.text.find(wanted), 0
    while at >= 0 and count < _MOST_PLACES:
        count += 1
        place = _whole(text, piece, at)
        if place:
            seen.add(at)
            yield place
        at = text.text.find(wanted, at + 1)
    for start in () if in_a_row else _starts(text, piece):
        if start not in seen:
            place = walk(text, piece, start)
            if place and _begins(text, piece, start):
                seen.add(start)
                yield place


def seeds(text: Text, piece: Piece, closely: bool = False) -> list[tuple[int, int]]:
    """Parts of a piece that stand in the text: index in the text, index in the piece.

    `closely`: the parts overlap, for a piece of which there may be few. Parts that stand everywhere tell
    nothing; they are given only where there are no others.
    """
    telling: list[tuple[int, int]] = []
    common: list[tuple[int, int]] = []
    for part, offset in _parts(piece, closely):
        found: list[tuple[int, int]] = []
        at = text.text.find(part)
        while at >= 0 and len(found) <= _COMMON:
            found.append((at, offset))
            at = text.text.find(part, at + 1)
        (telling if len(found) <= _COMMON else common).extend(found)
    return telling or common


def _parts(piece: Piece, closely: bool) -> Iterator[tuple[str, int]]:
    """Parts of a piece, fourteen letters long as a rule, the last one whole."""
    for first, last in _plain(piece):
        size = 14 if last - first >= 42 else max(3, (last - first) // 3)
        step = max(1, size // 2) if closely else size
        for offset in sorted({*range(first, last - size + 1, step), max(first, last - size)}):
            yield piece.folded.text[offset : min(offset + size, last)], offset


def _plain(piece: Piece) -> Iterator[tuple[int, int]]:
    """The runs of a piece that stand in a source as they are; two letters at least."""
    start = 0
    for at in range(len(piece.folded.text) + 1):
        end = piece.omissible.get(at, at + 1 if at in piece.either else None)
        if at == len(piece.folded.text) or (end is not None and at >= start):
            if at - start > 1:
                yield start, at
            start = max(start, end or at)


def walk(text: Text, piece: Piece, start: int) -> Place | None:
    """The piece from an index of the text on, passing over what may be passed over."""
    length = len(piece.folded.text)
    branches: list[tuple[int, int, int, Gap | None, Gap | None, tuple[tuple[int, int], ...]]] = []
    branches.append((start, start, 0, None, None, ()))
    seen: set[tuple[int, int]] = set()
    steps = 0
    while branches and steps < _MOST_STEPS:
        first, at, quoted, gap, quoted_gap, runs = branches.pop()
        while True:
            steps += 1
            here = (*runs, (first, at)) if at > first else runs
            if quoted == length:
                if not piece.open and not piece_ends(text, at):
                    break
                return Place(start, at, here)
            for target, hop in text.hops.get(at, ()) if quoted else ():
                if (target, quoted) not in seen:
                    seen.add((target, quoted))
                    wider = max(hop, gap if gap is not None else Gap.NONE)
                    branches.append((target, target, quoted, wider, quoted_gap, here))
            end = piece.omissible.get(quoted)
            if end is not None and (at, end) not in seen:
                seen.add((at, end))
                without = _gap_without(piece, quoted, end, quoted_gap)
                branches.append((first, at, end, gap, without, runs))
            if not _same_letter(text, at, piece, quoted):
                break
            if at != start and not _same_gap(text, at, piece, quoted, gap, quoted_gap):
                break
            gap = quoted_gap = None
            at += 1
            quoted += 1
    return None


def _gap_without(piece: Piece, start: int, end: int, carried: Gap | None) -> Gap:
    """The gap in the quotation where a part of it stands for nothing."""
    letters, gaps = piece.folded.text, piece.folded.gaps
    before = Gap(gaps[start]) if carried is None else carried
    after = Gap(gaps[end]) if end < len(letters) else Gap.NONE
    wider = max(before, after)
    if wider != Gap.LOOSE:
        return wider
    between_words = letters[start - 1 : start].isalnum() and letters[end : end + 1].isalnum()
    two_numbers = is_thousands(letters[max(0, start - 2) : start] + letters[end : end + 1])
    return Gap.SPACE if between_words or two_numbers else wider


def _begins(text: Text, piece: Piece, at: int) -> bool:
    """Whether the piece can begin here: at a word, with the sign of a number if it has one."""
    quoted, source = piece.folded.gaps[0], text.gaps[at]
    signed = (Gap.MINUS, Gap.HYPHEN)
    if quoted in signed and piece.folded.text[0].isdigit():
        return source in (*signed, Gap.DASH)
    return not piece.whole or starts_word(text, at)


def starts_word(text: Text, at: int) -> bool:
    """Whether words can be quoted from this character on, without changing the first one."""
    return _parted(text, at) or text.arrivals.get(at) in _PARTING


def piece_ends(text: Text, at: int) -> bool:
    """Whether words can be quoted up to this character."""
    if text.gaps[at] == Gap.MINUS:
        return True
    return _parted(text, at) or any(gap in _PARTING for _, gap in text.hops.get(at, ()))


def _parted(text: Text, at: int) -> bool:
    """Whether the characters on both sides belong to different words or numbers."""
    letters, gap = text.text, text.gaps[at]
    before, after = letters[at - 1], letters[at]
    if "\x00" in (before, after) or gap in _PARTING:
        return True
    if gap != Gap.NONE:
        return False
    if before.isalnum() and after.isalnum():
        if printed_gap(*_letters(text, at), spaced=True, numbers=(before + after).isdigit()):
            return True
        return before > "\u2e7f" or after > "\u2e7f" or "\u0e00" <= before < "\u1100"
    following = letters[at + 1] if text.gaps[at + 1] == Gap.NONE else " "
    preceding = letters[at - 2] if at > 1 and text.gaps[at - 1] == Gap.NONE else " "
    if after == "'":
        return not (before.isalpha() and following.isalpha())
    if before == "'":
        return not (after.isalpha() and preceding.isalpha())
    if after in ".,:/" and before.isdigit():
        return not following.isdigit()
    if before in ".,:/" and after.isdigit():
        return not preceding.isdigit()
    return True


def _whole(text: Text, piece: Piece, at: int) -> Place | None:
    """The piece at a place where all its letters stand in a row."""
    end = at + len(piece.folded.text)
    if not _begins(text, piece, at) or not (piece.open or piece_ends(text, end)):
        return None
    source = text.gaps[at + 1 : end].translate(PLAIN_GAPS)
    if source == piece.folded.gaps[1:].translate(PLAIN_GAPS):
        return Place(at, end, ((at, end),))
    return walk(text, piece, at)


def _same_letter(text: Text, at: int, piece: Piece, quoted: int) -> bool:
    source, wanted = text.text[at], piece.folded.text[quoted]
    return source == wanted or (quoted in piece.either and source.swapcase() == wanted)


def _same_gap(
    text: Text, at: int, piece: Piece, quoted: int, gap: Gap | None, quoted_gap: Gap | None
) -> bool:
    source = text.gaps[at] if gap is None else gap
    wanted = piece.folded.gaps[quoted] if quoted_gap is None else quoted_gap
    if source == wanted or (source, wanted) in SAME_GAP:
        return True
    if gap == Gap.SPACE and wanted in (Gap.NONE, Gap.LOOSE):
        return wanted == Gap.LOOSE or not (piece.folded.text[quoted - 1] + text.text[at]).isalnum()
    if gap is not None or {source, wanted} not in ({Gap.NONE, Gap.SPACE}, {Gap.LOOSE, Gap.SPACE}):
        return False
    beside = is_right_to_left(text.text[at]) or is_right_to_left(text.text[at - 1])
    if beside and text.block(at).words.boxes:
        return True  # joined letters: readers part them where none is, and not where one is
    spaced = wanted == Gap.SPACE
    single = spaced and _singly(text, at, piece, quoted)
    numbers = (text.text[at - 1] + text.text[at]).isdigit()
    return printed_gap(*_letters(text, at), spaced=spaced, single=single, numbers=numbers)


def _singly(text: Text, at: int, piece: Piece, quoted: int) -> bool:
    """Whether the quotation has every letter of the source's word singly ("M a r i a"), or of its part of it.

    Fewer than four single letters in a row are no sign of that: "1 2" is not "12".
    """
    first, last = at - 1, at
    while text.gaps[first] == Gap.NONE and text.text[first - 1] != "\x00":
        first -= 1
    while text.gaps[last + 1] == Gap.NONE and text.text[last + 1] != "\x00":
        last += 1
    gaps = piece.folded.gaps
    low, high = max(0, first - at + quoted), min(len(gaps) - 1, last - at + quoted)
    if any(gap != Gap.SPACE for gap in gaps[low + 1 : high + 1]):
        return False
    while low > 0 and gaps[low] == Gap.SPACE and (low == 1 or gaps[low - 1] != Gap.NONE):
        low -= 1
    while (
        high + 1 < len(gaps)
        and gaps[high + 1] == Gap.SPACE
        and gaps[high + 2 : high + 3] != bytes([Gap.NONE])
    ):
        high += 1
    return high - low >= _SINGLE


def _letters(text: Text, at: int) -> tuple[list[Letter], int]:
    """The letters around an index of the text, and which of them is its; without a place of its own none."""
    block = text.block(at)
    boxes, own = block.words.boxes, at - block.start
    if not boxes or own == 0:
        return [], 0
    found: list[Letter] = []
    place = 0
    for near in range(max(0, own - _AROUND), min(len(block.folded.text), own + _AROUND)):
        box = boxes[block.folded.index[near]]
        if box is None and near in (own - 1, own):
            return [], 0
        if near == own:
            place = len(found)
        if box is not None:
            found.append(Letter(box, block.folded.gaps[near] != Gap.NONE))
    return found, place


def _starts(text: Text, piece: Piece) -> Iterator[int]:
    """Where a piece may begin that does not stand in the text in a row."""
    wanted = piece.folded.text
    if not wanted or (not text.hops and not piece.omissible and not piece.either):
        return
    tried: set[int] = set()
    size = 1 if 1 in piece.omissible or 1 in piece.either else 2
    lead = piece.omissible.get(0, 0)
    heads = {wanted[:size], wanted[lead : lead + size]}
    if 0 in piece.either:
        heads.add(wanted[:1].swapcase() + wanted[1:size])
    for at, offset in _together(seeds(text, piece)):
        low = max(0, at - offset - (_WINDOW if offset else 0))
        for head in heads:
            start = text.text.rfind(head, low, at + len(head))
            while start >= 0:
                if start not in tried:
                    tried.add(start)
                    yield start
                start = text.text.rfind(head, low, start + len(head) - 1)


def _together(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The seeds that have most of the others near: a piece that is there has most of its parts there."""
    if len(found) < 2:
        return list(found)
    points = sorted((at - offset, offset) for at, offset in found)
    needed = _MOST_SEEDS * len({offset for _, offset in points})
    kept: set[tuple[int, int]] = set()
    first = 0
    for last, (shift, _) in enumerate(points):
        while shift - points[first][0] > _WINDOW:
            first += 1
        group = points[first : last + 1]
        if len(group) >= needed and len({offset for _, offset in group}) >= needed:
            kept.update(group)
    return [(at, offset) for at, offset in found if (at - offset, offset) in kept]
