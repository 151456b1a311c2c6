"""Citations made for tests: sources from YAML, citations and notes in a word, and their text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from markupsafe import Markup

from report.cite import Style, cite, find_style
from report.model import Archive, Citation, CitationItem, Footnote, Locator, Part, Place, Source

ROOT = Path(__file__).resolve().parent.parent
NOWHERE = Place("entries/x.yaml")
LABELS = {
    "para.": "paragraph", "paras.": "paragraph", "p.": "page", "pp.": "page", "line": "line", "lines": "line",
    "art.": "article-locator",
}  # fmt: skip


def sources(text: str) -> dict[str, Source]:
    """Sources from a list in YAML, with dates as `load` gives them."""
    return {data["id"]: _source(data) for data in yaml.load(text, Loader=yaml.BaseLoader)}


def _source(data: dict[str, Any]) -> Source:
    csl = {key: value for key, value in data.items() if key != "archive"}
    for date in {"issued", "accessed"} & csl.keys():
        csl[date] = {"date-parts": [[int(part) for part in csl[date].split("-")]]}
    via = data.get("archive", {}).get("via", "")
    return Source(data["id"], NOWHERE, csl, Archive(NOWHERE, via=via) if via else None)


def root_sources() -> dict[str, Source]:
    """The sources of the dossier in the root."""
    listed = yaml.load((ROOT / "sources.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)["references"]
    return {data["id"]: _source(data) for data in listed}


def kinds() -> dict[str, Source]:
    return sources((ROOT / "tests" / "citations" / "kinds.yaml").read_text("utf-8"))


def item(key: str, pinpoint: str = "", **how: Any) -> CitationItem:
    word, _, value = pinpoint.partition(" ")
    # A locator ends where Pandoc's does: before "and".
    locator = Locator(LABELS[word], value.split(" and")[0]) if word in LABELS else None
    return CitationItem(key, NOWHERE, suffix=f", {pinpoint}" if pinpoint else "", locator=locator, **how)


def on(key: str, pinpoint: str = "", **how: Any) -> Citation:
    return Citation((item(key, pinpoint, **how),), NOWHERE)


def note(*parts: Part | str) -> Footnote:
    return Footnote(tuple(Markup(part) if isinstance(part, str) else part for part in parts), NOWHERE)


def style(name: str) -> Style:
    found = find_style(name, ROOT)
    assert found, name
    return found


def text(markup: Markup) -> str:
    return Markup(markup.replace("<wbr>", "")).striptags()


def written(
    name: str, known: Mapping[str, Source], *parts: Citation | Footnote, language: str = "en"
) -> list[str]:
    """The text of each citation: of its note, or of what stands in the sentence where there is none."""
    answer = cite(parts, known, style(name), language)
    return [text(one.note or one.in_text) for group in answer.cited for one in group]
