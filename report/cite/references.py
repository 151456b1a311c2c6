"""Sources as Pandoc's metadata (`references`).

A source's CSL data go in, Pandoc's JSON comes out. Built value by value instead of handed over as YAML
or JSON text, so that nothing in a source is read as Markdown or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from report.cite.rich import plain, rich
from report.model import Source
from report.symbols import is_un_symbol

Meta = dict[str, Any]

# Names that CSL has given up, and what citeproc calls the same thing.
_RENAMED = {"shortTitle": "title-short", "journalAbbreviation": "container-title-short"}
_RICH = re.compile(r".*title(-short)?|annote|abstract|event|genre|note|publisher|journalAbbreviation")
# What a program reads, not a person: MetaString is taken as it stands.
_LITERAL = frozenset({"id", "type", "language", "DOI", "ISBN", "ISSN", "PMCID", "PMID", "URL"})


def reference(source: Source) -> Meta:
    """One item of `references`."""
    fields = {_RENAMED.get(key, key): _meta(key, value) for key, value in source.csl.items() if _said(value)}
    fields["id"] = _string(source.id)
    fields.setdefault("type", _string("document"))
    # CSL asks for title case in English titles alone, and takes the language of a title from the item.
    if "language" not in fields and source.archive and source.archive.language:
        fields["language"] = _string(source.archive.language)
    for old, new in (("event", "event-title"), ("event-title", "event")):
        if old in fields:
            fields.setdefault(new, fields[old])
    # CSL cannot ask what a number looks like. A UN symbol is a call number (libraries of UN documents
    # shelve by it); `un.csl` knows a symbol by that.
    symbol = source.csl.get("number")
    if isinstance(symbol, str) and is_un_symbol(symbol):
        fields.setdefault("call-number", _string(symbol))
    return {"t": "MetaMap", "c": fields}


def words_of(source: Source) -> frozenset[str]:
    """Every word that stands in the source's data."""
    return frozenset(re.findall(r"\w+", " ".join(_strings(source.csl))))


def _said(value: object) -> bool:
    return value is not None and value not in ("", [], {})


def _meta(key: str, value: object) -> Meta:
    if isinstance(value, Mapping):
        # Inside a name or a date everything is a value by itself.
        return {"t": "MetaMap", "c": {name: _meta("", inner) for name, inner in value.items()}}
    if isinstance(value, list | tuple):
        return {"t": "MetaList", "c": [_meta(key, inner) for inner in value]}
    if isinstance(value, bool):
        return {"t": "MetaBool", "c": value}
    if key in _LITERAL:
        return _string(str(value))
    return {"t": "MetaInlines", "c": rich(str(value)) if _RICH.fullmatch(key) else plain(str(value))}


def _string(value: str) -> Meta:
    return {"t": "MetaString", "c": value}


def _strings(value: object) -> list[str]:
    if isinstance(value, Mapping):
        return [text for inner in value.values() for text in _strings(inner)]
    if isinstance(value, list | tuple):
        return [text for inner in value for text in _strings(inner)]
    return [str(value)]
