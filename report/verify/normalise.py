"""A text in the form in which it is searched: its letters, digits and punctuation, nothing between them.

In goes the text as it was read, out come its characters without their mechanical differences, for each
the kind of gap before it (none, space, hyphen, dash), and an index back to the characters it came from.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from itertools import compress
from unicodedata import category, decimal, normalize


class Gap(IntEnum):
    """What stands between two characters. Where two meet at something left out, the greater one counts."""

    NONE = 0
    LOOSE = 1  # space beside punctuation: as good as none
    JOINER = 2  # ZWNJ, which some files write as a space and some not at all
    SPACE = 3
    MINUS = 4  # a dash with space before it alone: "-5"
    HYPHEN = 5  # within a word: "self-determination", "1988–1990"
    DASH = 6
    LINE_HYPHEN = 7  # a hyphen at a line's end, or a soft one: it may belong to the word or not


_DASH = {Gap.MINUS, Gap.HYPHEN, Gap.DASH, Gap.LINE_HYPHEN}
_EQUAL = {
    *((one, one) for one in Gap),
    *((one, other) for one in _DASH for other in _DASH if one != other and Gap.MINUS not in (one, other)),
    *((Gap.LINE_HYPHEN, other) for other in (Gap.NONE, Gap.LOOSE)),
    *((Gap.JOINER, other) for other in (Gap.NONE, Gap.LOOSE, Gap.SPACE)),
    (Gap.NONE, Gap.LOOSE),
    (Gap.MINUS, Gap.DASH),
}
SAME_GAP = frozenset(_EQUAL | {(other, one) for one, other in _EQUAL})
"""Pairs of gaps that are equal in print."""

PLAIN_GAPS = bytes([Gap.NONE if gap == Gap.LOOSE else gap for gap in range(256)])
"""For bytes.translate: gaps that are then compared byte by byte, before they are compared one by one."""

_HYPHENS = "-\u2010\u2011"
_DASHES = _HYPHENS + "\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_SOFT = "\xad\x02\ufffe"  # U+0002 and U+FFFE are pdfium's hyphens at line ends
_INVISIBLE = (
    "\u200b\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u202a-\u202e\u2066-\u2069\ufeff\u0640\ufe0e\ufe0f"
)
_LETTERS = r"A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0391-\u03a9\u03b1-\u03c9\u0410-\u044f"
_ASCII_MARKS = r"!#$%&'()*+,./:;<=>?@\[\\\]^_{|}~"


_GAP = rf"[\s\x00-\x1f\x7f\-{_DASHES[1:]}{_SOFT}{_INVISIBLE}\u200c]+"
_LEADING = re.compile(_GAP)


def _parts(run: str) -> re.Pattern[str]:
    """Words that are searched as they stand, or another character with its marks; and the gap after."""
    marks = r"\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f\u0670\u06d6-\u06ed\u3099\u309a"
    words = rf"[{run}]+(?:[ \r\n]+[{run}]+)*"
    return re.compile(rf"(?:({words}(?![{marks}]))|(.[{marks}]*))({_GAP})?", re.DOTALL)


_OTHER_ALPHABETS = dict.fromkeys(range(0x391, 0x450), "a")
_NO_SPACES = dict.fromkeys(map(ord, " \r\n"))
_IS_SPACE = bytes(chr(code) in " \r\n" for code in range(256))
_IS_DRAWN = bytes(chr(code) not in " \r\n" for code in range(256))
_IS_ALNUM = bytes(chr(code).isalnum() for code in range(256))

_PARTS = _parts(_LETTERS + _ASCII_MARKS)
_BARE_PARTS = _parts(_LETTERS)
# A letter with marks is one unit, so that both ways of writing it become the same.
_QUOTES = "'\"`´‘’‚‛“”„‟‹›«»\u2032\u2033\u02bc\uff07\uff02「」『』"
_FREQUENT = '"`‘’“”«»'
_FOLDS = {
    **dict.fromkeys(_QUOTES, "'"),
    "ي": "ی", "ك": "ک", "ە": "ه", "ہ": "ه", "⁄": "/", "∕": "/",
}  # fmt: skip
_DOUBLE_ALEF = re.compile("ا([اأإآ])ل")
"""What the ligature of lam and alef becomes after an alef where a font names its parts as they are drawn.

No word has two alefs in a row, so that this mends and never makes one word another.
"""
VOWELS = re.compile("[\u064b-\u0652]")
"""Arabic vowel marks. Some files store them beside another letter than theirs."""
_THOUSANDS = re.compile(r"\d[.,]\d")
_AFTER_THOUSANDS = re.compile(r"(?<=\d[.,])\d")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_PERSIAN = re.compile(r"[پچژگ]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is searched. `gaps[i]` is the `Gap` before `text[i]`, `index[i]` where it came from.

    `index` has one item more than `text`: the length of the original.
    """

    text: str
    gaps: bytes = field(repr=False)
    index: array[int] = field(repr=False)


def is_persian(text: str) -> bool:
    """Whether ى is another way to write ی here: in Arabic it is a letter of its own (علي, على)."""
    return bool(_PERSIAN.search(text))


def fold(text: str, persian: bool = False, marks: bool = True) -> Folded:
    """Unicode composition, ligatures, kinds of quotation marks, digits and letter variants made one.

    Without `marks` punctuation is a gap, but within numbers, and vowel marks are left out.
    """
    text = _DOUBLE_ALEF.sub(r"ال\1", text)
    for quote in _FREQUENT:
        text = text.replace(quote, "'")
    out: list[str] = []
    index = array("I")
    gaps = bytearray()
    leading = _LEADING.match(text)
    between, last = gap_of(leading[0]) if leading else Gap.NONE, " "
    for part in (_PARTS if marks else _BARE_PARTS).finditer(text, leading.end() if leading else 0):
        run, other, gap = part.groups()
        if run:
            letters, own, places = _words(run, part.start())
        else:
            letters = _letters(other, last, persian)
            if not marks:
                letters = VOWELS.sub("", letters)
            if letters and not (marks or letters[0].isalnum() or _within_number(text, part)):
                letters, between = "", Gap.DASH if between >= Gap.MINUS else Gap.SPACE
            own, places = bytes(len(letters)), [part.start()] * len(letters)
        if letters:
            at = len(gaps)
            gaps += own
            if between:
                gaps[at] = settled(between, last, letters[0])
                between = Gap.NONE
            out.append(letters)
            index.extend(places)
            last = letters[-1]
        if gap:
            between = max(between, gap_of(gap)) if between else gap_of(gap)
    index.append(len(text))
    folded = "".join(out)
    return Folded(folded, _within_numbers(folded, gaps), index)


def _words(run: str, start: int) -> tuple[str, bytes, Iterable[int]]:
    """The letters of words with nothing but spaces between, their gaps, and where each stands.

    Most of a text is that, so that it is done for all of them at once.
    """
    if run.isalnum():
        return run, bytes(len(run)), range(start, start + len(run))
    plain = (run if run.isascii() else run.translate(_OTHER_ALPHABETS)).encode("latin-1")
    drawn = plain.translate(_IS_DRAWN)
    letters = run.translate(_NO_SPACES)
    alnum = plain.translate(_IS_ALNUM, b" \r\n")
    size = len(alnum)
    spaced = int.from_bytes(compress(b"\0" + plain[:-1].translate(_IS_SPACE), drawn), "big")
    both = int.from_bytes(alnum, "big") & int.from_bytes(b"\0" + alnum[:-1], "big")
    # A byte each: 1 for Gap.LOOSE, 3 for Gap.SPACE, as `settled` has it.
    gaps = (spaced | (spaced & both) << 1).to_bytes(size, "big")
    return letters, gaps, compress(range(start, start + len(run)), drawn)


@lru_cache(maxsize=65536)
def gap_of(between: str) -> Gap:
    """The gap that a run of spaces, dashes and invisible characters makes."""
    dashes = [letter for letter in between if letter in _DASHES]
    spaced = any(letter.isspace() for letter in between)
    if any(letter in "\x02\ufffe" for letter in between) or re.match(r"\S*\xad\S*\s", between):
        return Gap.LINE_HYPHEN
    if not dashes:
        if spaced:
            return Gap.SPACE
        return Gap.JOINER if "\u200c" in between else Gap.NONE
    if len(dashes) > 1 or dashes[0] in "\u2014\u2015":
        return Gap.DASH
    before, _, after = between.partition(dashes[0])
    if not spaced:
        return Gap.HYPHEN
    if not before.strip("\u200e\u200f") and dashes[0] in _HYPHENS and ("\n" in after or "\r" in after):
        return Gap.LINE_HYPHEN
    return Gap.DASH if after else Gap.MINUS


def same_gap(source: int, quoted: int) -> bool:
    """Whether two gaps differ in their kind alone."""
    return source == quoted or (source, quoted) in SAME_GAP


def _within_number(text: str, part: re.Match[str]) -> bool:
    end = part.start() + 1
    return text[end - 2 : end - 1].isdigit() and text[end : end + 1].isdigit()


def settled(gap: Gap, before: str, after: str) -> Gap:
    """The gap between two characters.

    A space beside punctuation is a matter of typesetting (« mot », 50 %), as it is in scripts without spaces.
    """
    if gap == Gap.SPACE and not (before.isalnum() and after.isalnum()):
        return Gap.LOOSE
    if gap == Gap.SPACE and before > "\u0dff" and _UNSPACED.match(before) and _UNSPACED.match(after):
        return Gap.LOOSE
    return gap


def is_thousands(letters: str) -> bool:
    """Whether these three are of one number, where nothing stands between them: "3,5"."""
    return _THOUSANDS.fullmatch(letters) is not None


def _within_numbers(text: str, gaps: bytearray) -> bytes:
    """The gaps before all characters. A space after the comma of "3, 500" makes two numbers of one."""
    for found in _AFTER_THOUSANDS.finditer(text):
        if gaps[found.start()] == Gap.LOOSE:
            gaps[found.start()] = Gap.SPACE
    return bytes(gaps)


def _letters(unit: str, last: str, persian: bool) -> str:
    """What a character with its marks is searched as; "" for what cannot be seen."""
    found = _unit(unit, persian)
    if found[:1].isdigit() and last.isdigit() and not unit[0].isdecimal():
        return unit  # 10² is not 102, nor 1½ 11/2
    return found


@lru_cache(maxsize=65536)
def _unit(unit: str, persian: bool) -> str:
    out: list[str] = []
    if category(unit[0]) == "Mn":
        return ""  # a mark that has lost its letter
    for letter in normalize("NFKC", _FOLDS.get(unit, unit)):
        folded = _FOLDS.get(letter, letter)
        if persian and folded == "ى":
            folded = "ی"
        if not folded.isascii():
            number = decimal(folded, None)
            if number is not None:
                folded = str(number)
            elif category(folded) in ("Cf", "Cc", "Zs"):
                continue
        out.append(folded)
    return "".join(out).replace(" ", "")
