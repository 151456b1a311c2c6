"""Passages with what may be done to a quotation and what may not, made by a random generator.

Used by the property tests, and by itself to measure: `python -m tests.quotations [10000]` prints a table of
the verdicts on that many cases of each kind.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable

from report.model.attestation import Document, PageWords, Verdict
from report.verify import Index
from report.verify.normalise import fold

LATIN = """the of and in to that was were not no by for with court government committee rights human
report prison prisoners execution executions special rapporteur decision paragraph article families people
years officials sentenced reportedly massacre self-determination cooperation ﬁnal aﬃrmed naïve façade Straße
1988 2016 3,500 27 A/HRC/34/40 10.5 Mr. Montazeri Tehran Évin Genève Ministère l’État d’accord don’t
children’s""".split()
ARABIC = """في من على إلى الحكومة السجن سجناء حقوق الإنسان اللجنة التقرير محكمة عام ١٩٨٨ ٢٠١٦ لا لم الأسر قرار
کمیته ایران زندان سال ۱۳۶۷ حکم اعدام خانواده مي‌شود این است نیست برای""".split()

Change = Callable[[list[str], random.Random], list[str] | None]


def passage(chance: random.Random) -> list[str]:
    """Words of a passage, with punctuation here and there."""
    pool = ARABIC if chance.random() < 0.25 else LATIN
    words = [chance.choice(pool) for _ in range(chance.randint(5, 60))]
    for at in range(len(words) - 1):
        if chance.random() < 0.12:
            words[at] += chance.choice([",", ";", ".", ":"])
        elif chance.random() < 0.05:
            words[at] = f"“{words[at]}”"
    return words


def source(words: list[str], chance: random.Random) -> Document:
    """The passage as a file has it: between other words, in lines, perhaps over two pages with furniture."""
    before = [chance.choice(LATIN) for _ in range(60)] + ["###."]
    after = ["###."] + [chance.choice(LATIN) for _ in range(60)]
    cut = chance.randint(1, len(words) - 1) if chance.random() < 0.3 else 0
    if not cut:
        return Document(((PageWords(1, _lines([*before, *words, *after], chance)),),))
    head = "A/HRC/34/40\nGE.17 {}\n"
    first = head.format(3) + _lines([*before, *words[:cut]], chance)
    second = head.format(4) + _lines([*words[cut:], *after], chance)
    third = head.format(5) + _lines(before, chance)
    return Document(tuple((PageWords(at, text),) for at, text in enumerate((first, second, third), 1)))


def _lines(words: list[str], chance: random.Random) -> str:
    out = ""
    for word in words:
        plain = word.isalpha() and word.isascii() and len(word) > 6
        if plain and chance.random() < 0.1:
            out += word[:4] + chance.choice(["-", "\ufffe", "\xad", "\x02"]) + "\n" + word[4:]
        elif chance.random() < 0.5:
            out += word.replace("-", "-\n", 1)
        else:
            out += word
        out += chance.choice([" ", " ", " ", "\n", "\r\n", "\u00a0", "  "])
    return out


def permitted(words: list[str], chance: random.Random) -> str:
    """The passage with differences that are no alteration."""
    words = list(words)
    if len(words) > 8 and chance.random() < 0.3:
        at = chance.randint(2, len(words) - 4)
        words[at : at + 2] = [chance.choice(["[…]", "…", "[...]", ". . .", "[these words]"])]
    elif chance.random() < 0.15 and words[0][0].isalpha() and words[0][0].isascii():
        words[0] = f"[{words[0][0].swapcase()}]{words[0][1:]}"
    if chance.random() < 0.2:
        at = chance.randint(1, len(words) - 1)
        words[at:at] = ["[sic]"]
    if chance.random() < 0.2:
        words.append("[emphasis added]")
    text = " ".join(words)
    swaps = {
        "“": '"',
        "”": '"',
        "’": "'",
        "-": "\u2011",
        "ﬁ": "fi",
        "ﬃ": "ffi",
        "é": "e\u0301",
        "ç": "c\u0327",
    }
    swaps |= {"ي": "ی", "ك": "ک", "\u200c": "", "٨": "8", "۷": "7", "ا": "ا\u0640"}
    for old, new in swaps.items():
        if chance.random() < 0.4:
            text = text.replace(old, new)
    return text.replace(" ", chance.choice([" ", "\n", "\u202f", "  "]))


def _word(words: list[str], chance: random.Random) -> list[str] | None:
    at = _place(words, chance)
    other = chance.choice([word for word in (*LATIN, *ARABIC) if _bare(word) != _bare(words[at])])
    return [*words[:at], other, *words[at + 1 :]]


def _letter(words: list[str], chance: random.Random) -> list[str] | None:
    return _replaced(words, chance, r"[^\W\d_]", "abcdefghijklmnopqrstuvwxyzéابتجحدسعفقلمن")


def _digit(words: list[str], chance: random.Random) -> list[str] | None:
    return _replaced(words, chance, r"\d", "0123456789")


def _dropped(words: list[str], chance: random.Random) -> list[str] | None:
    at = _place(words, chance)
    same = _bare(words[at]) in (_bare(words[at - 1]), _bare(words[at + 1]))
    return None if same else [*words[:at], *words[at + 1 :]]


def _added(words: list[str], chance: random.Random) -> list[str] | None:
    at = _place(words, chance)
    return [*words[:at], chance.choice([*LATIN, *ARABIC]), *words[at:]]


def _order(words: list[str], chance: random.Random) -> list[str] | None:
    at = _place(words, chance)
    if _bare(words[at]) == _bare(words[at - 1]):
        return None
    return [*words[: at - 1], words[at], words[at - 1], *words[at + 1 :]]


def _case(words: list[str], chance: random.Random) -> list[str] | None:
    at = _place(words, chance)
    new = words[at].swapcase()
    return [*words[:at], new, *words[at + 1 :]] if new.isalpha() and new.isascii() else None


def _comma(words: list[str], chance: random.Random) -> list[str] | None:
    at = _place(words, chance)
    new = words[at][:-1] if words[at][-1] in ",;:" else words[at] + ","
    return None if words[at][-1] in ".”" else [*words[:at], new, *words[at + 1 :]]


ALTERATIONS: dict[str, Change] = {
    "word": _word,
    "letter": _letter,
    "digit": _digit,
    "dropped": _dropped,
    "added": _added,
    "order": _order,
    "case": _case,
    "comma": _comma,
}


def _place(words: list[str], chance: random.Random) -> int:
    return chance.randint(1, len(words) - 2)


def _bare(word: str) -> str:
    """Its letters and digits, in one form: 2016 and ٢٠١٦ are one number."""
    return "".join(letter for letter in fold(word, persian=True).text if letter.isalnum())


def _replaced(words: list[str], chance: random.Random, wanted: str, alphabet: str) -> list[str] | None:
    places = [at for at in range(len(words)) if re.search(wanted, words[at])]
    if not places:
        return None
    at = chance.choice(places)
    spots = [found.start() for found in re.finditer(wanted, words[at])]
    spot = chance.choice(spots)
    old = words[at][spot]
    value = int(old) if old.isdecimal() else None
    others = [item for item in alphabet if (int(item) != value if value is not None else item != old)]
    return [*words[:at], words[at][:spot] + chance.choice(others) + words[at][spot + 1 :], *words[at + 1 :]]


def verdict(words: str, document: Document) -> Verdict:
    return Index(document).find(words).verdict


def main(count: int) -> None:
    chance = random.Random(count)
    table: dict[str, Counter[str]] = {kind: Counter() for kind in ("as it is", "permitted", *ALTERATIONS)}
    for case in range(count):
        words = passage(chance)
        index = Index(source(words, chance))
        kind = list(table)[case % len(table)]
        if kind in ("as it is", "permitted"):
            quoted: str | None = permitted(words, chance) if kind == "permitted" else " ".join(words)
        else:
            altered = ALTERATIONS[kind](words, chance)
            quoted = " ".join(altered) if altered else None
        if quoted is None:
            continue
        match = index.find(quoted)
        table[kind][match.verdict + (" (lesser)" if match.lesser else "")] += 1
        if (match.verdict == Verdict.VERBATIM) != (kind in ("as it is", "permitted")):
            print(f"WRONG: {kind}: {match.verdict}\n  {quoted!r}\n  {' '.join(words)!r}\n  {match.changes}")
    columns = ("verbatim", "altered", "altered (lesser)", "absent")
    print(f"{'':12}" + "".join(f"{name:>18}" for name in columns))
    for kind, counts in table.items():
        print(f"{kind:12}" + "".join(f"{counts[name]:18}" for name in columns))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10000)
