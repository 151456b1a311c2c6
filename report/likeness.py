"""What a machine lays out with, so that two machines can be compared before one works for the other.

Nothing goes in; out come the versions of the program and its libraries, and the digests of the fonts that
this machine sets our own looks in, in several scripts. Fonts are compared by what comes of a page, not by
their folders: a machine may have others beside those that are used.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256

from report import environment
from report.cache import key_of
from report.look import find_look
from report.render.values import Request
from report.resources import program_root

_STYLES = ("page.css", "type.css", "notes.css", "tables.css", "entry.css")
_PAGE = """<!doctype html><html lang="en"><head><title>Fonts</title></head><body>
<h1>Statement</h1>
<p>affinity, 1234567890 <i>affinity</i> <b>affinity</b> <b><i>affinity</i></b> <code>affinity</code>
<span style="font-variant: small-caps">affinity</span> <sup>1</sup> § † – “” …</p>
<p lang="de">Donaudampfschifffahrtsgesellschaftskapitän</p>
<p lang="el">Ἀθῆναι <i>Ἀθῆναι</i></p><p lang="ru">Москва <b>Москва</b></p>
<p lang="fa" dir="rtl">تهران <b>تهران</b> ۱۳۶۷</p><p lang="ar" dir="rtl">السلام</p>
<p lang="he" dir="rtl">שלום</p><p>→ ☐ ✓ ≤</p>
</body></html>"""


@cache
def likeness() -> Mapping[str, str]:
    """By name: versions, the program's code, the file of each font, and the page that is set in them."""
    from report.render.section import render  # noqa: PLC0415 - half a second to import

    request = Request(_PAGE, find_look(program_root(), _STYLES), "likeness")
    sheets = render(request).sheets
    fonts = {f"the font {use.name}": use.file.digest for use in sheets.fonts.values()}
    return {
        "Attest's code": environment.code(),
        **environment.versions(),
        **fonts,
        "a page of test": sha256(sheets.pdf).hexdigest(),
    }


@cache
def mark() -> str:
    """One digest of it all."""
    return key_of(*(part for one in sorted(likeness().items()) for part in one))


def differences(ours: Mapping[str, str], theirs: Mapping[str, str]) -> list[str]:
    """In words, what the other machine has otherwise; empty where both lay out alike."""
    told = [
        _difference(name, ours, theirs) for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)
    ]
    return told if len(told) == 1 else [one for one in told if not one.startswith("a page of test")]


def _difference(name: str, ours: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    here, there = ours.get(name, ""), theirs.get(name, "")
    if len(here or there) == 64:  # a digest says nothing to anybody
        if not there:
            return f"{name} is not used there"
        return f"{name} is used there, not here" if not here else f"{name} is another there"
    return f"{name} is {there or 'missing'} there, {here or 'missing'} here"
