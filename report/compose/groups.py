"""Which group of the table of sources a source belongs to, as lawyers and the UN sort them.

CSL data go in, a group comes out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum


class Group(StrEnum):
    """The groups in the order in which they print."""

    UN = "un"
    PARLIAMENT = "parliament"
    LAW = "law"
    REPORT = "report"
    PRESS = "press"
    OTHER = "other"


# A/HRC/34/65, S/RES/1373, CCPR/C/104/3, E/CN.4/1989/26, HRI/CORE/1/Add.106
_UN_SYMBOL = re.compile(
    r"^(A|S|E|T|ST|CCPR|CERD|CEDAW|CAT|CRC|CMW|CRPD|CED|CESCR|HRI|DP|TD|UNEP|IDB|LOS|SPT)"
    r"(/[A-Za-z0-9.()\[\]+-]+)+$"
)
_PARLIAMENT = re.compile(
    r"\b(parliament|house of (commons|lords|representatives)|senate|congress|bundestag|"
    r"assemblée nationale|sénat|cortes|knesset|riksdag|folketing|early day motion)\b",
    re.IGNORECASE,
)
_PARLIAMENT_NUMBER = re.compile(r"^(EDM\b|(H|S)\. ?(R\.|Res\b|Con\b|J\b)|(HC|HL) Deb\b)", re.IGNORECASE)
_UNITED_NATIONS = re.compile(
    r"\b(united nations|human rights council|nations unies|naciones unidas)\b", re.IGNORECASE
)

_LAW = frozenset({"legislation", "legal_case", "regulation", "treaty"})
_PRESS = frozenset({"article-newspaper", "article-magazine", "broadcast", "interview"})
_REPORTS = frozenset(
    {
        "report", "book", "chapter", "article", "article-journal", "thesis", "paper-conference",
        "pamphlet", "document", "speech",
    }
)  # fmt: skip


def group_of(csl: Mapping[str, object]) -> Group:
    """The group of a source. A UN symbol decides before the type; parliaments before other law."""
    kind, number = _text(csl, "type"), _text(csl, "number")
    if _UN_SYMBOL.match(number) or _published_by(csl, _UNITED_NATIONS):
        return Group.UN
    if kind in {"bill", "hearing"} or _PARLIAMENT_NUMBER.match(number) or _published_by(csl, _PARLIAMENT):
        return Group.PARLIAMENT
    if kind in _LAW:
        return Group.LAW
    if kind in _PRESS:
        return Group.PRESS
    if kind in _REPORTS:
        return Group.REPORT
    return Group.OTHER


def _text(csl: Mapping[str, object], key: str) -> str:
    value = csl.get(key, "")
    return str(value) if isinstance(value, str | int) else ""


def _published_by(csl: Mapping[str, object], names: re.Pattern[str]) -> bool:
    """Whether the body behind a source (publisher, authority, a corporate author) is one of `names`."""
    bodies = [_text(csl, key) for key in ("publisher", "authority", "genre", "collection-title")]
    authors = csl.get("author")
    if isinstance(authors, list | tuple):
        bodies += [str(author.get("literal", "")) for author in authors if isinstance(author, Mapping)]
    return any(names.search(body) for body in bodies)
