"""What holds where a text stands: its language, whether it is quoted, whether it is in a note."""

from __future__ import annotations

from dataclasses import dataclass

# Of ISO 639, those that are written from right to left as a rule.
_RIGHT_TO_LEFT = frozenset("ar arc azb ckb dv fa glk he lrc mzn ps sd syr ug ur yi".split())
_SCRIPTS = frozenset("arab hebr syrc thaa nkoo adlm".split())


@dataclass(frozen=True, slots=True)
class Scope:
    """`structural`: headings here belong to the entry, not to something quoted or listed in it."""

    language: str = ""
    right_to_left: bool = False
    translation: bool = False
    original: str = ""
    quoted: bool = False
    in_note: bool = False
    structural: bool = True


def is_right_to_left(language: str) -> bool:
    """Whether a language tag (BCP 47) names a language, or a script, that runs from right to left."""
    subtags = language.lower().split("-")
    scripts = [subtag for subtag in subtags[1:] if len(subtag) == 4 and subtag.isalpha()]
    return scripts[0] in _SCRIPTS if scripts else subtags[0] in _RIGHT_TO_LEFT
