"""The same dossier for Typst, the quickest peer: its text as .typ files, and its compiler in a process.

In goes the folder of a dossier that `bench.dossiers` wrote; `typst/` in it is what comes out, a file an
entry, so that Typst need not read again what did not change. Faces, sizes and measures are those of
`styles/`, and there are the same parts but for chronology and colophon: contents, list of statements,
entries, sources, list of quotations, the appended text. Quotations are not checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

COLD = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"
"""Compiles once: arguments are the .typ file and the PDF."""

WARM = """
import json, resource, sys, time
import typst
compiler = typst.Compiler(sys.argv[1])
def spent():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
for line in sys.stdin:
    clock, before = time.perf_counter(), spent()
    compiler.compile(output=sys.argv[2])
    print(json.dumps({"clock": time.perf_counter() - clock, "processors": spent() - before}), flush=True)
"""
"""Compiles again at every line that it reads, what Typst remembers kept."""

_PREAMBLE = """
#set document(title: "Statements for a measurement", author: "The submitter")
#set page(paper: "a4", margin: (top: 84pt, bottom: 99.89pt, left: 107.6pt, right: 147.5pt))
#set page(numbering: "i")
#set text(font: ("Linux Libertine O",), size: 11pt, lang: "en", top-edge: .75em, bottom-edge: -.25em)
#set text(number-type: "old-style", hyphenate: true)
#set par(leading: 3pt, spacing: 3pt, first-line-indent: 14pt, justify: false)
#set footnote.entry(gap: 0pt, clearance: 4pt)
#show footnote.entry: set text(size: 8.5pt)
#show footnote.entry: set par(leading: 2.5pt)
#show heading.where(level: 1): it => { pagebreak(weak: true); block(below: 42pt, text(size: 22pt, it.body)) }
#show quote.where(block: true): set text(size: 10.5pt)
#show quote.where(block: true): set block(spacing: 14pt)
#show table: set text(size: 9.5pt)
#show outline.entry: set block(spacing: 3pt)
#let folio(name) = context counter(page).at(label(name)).first()
"""
_NOTE = re.compile(r"\^\[([^\]]*)\]")
_CITATION = re.compile(r" ?\[@([\w-]+)(?:, ([^\]]*))?\]")


def write_typst(folder: Path) -> Path:
    """Write what is not there yet or has changed, and give the file to compile."""
    target = folder / "typst"
    target.mkdir(exist_ok=True)
    settings = yaml.safe_load((folder / "dossier.yaml").read_text("utf-8"))
    listed = yaml.safe_load((folder / "sources.yaml").read_text("utf-8"))["references"]
    sources = {one["id"]: one for one in listed}
    entries = {path.stem: _entry(path) for path in sorted((folder / "entries").glob("*.yaml"))}
    for name, entry in entries.items():
        _write(target / f"{name}.typ", _written(name, entry, sources))
    lines = (folder / "sources" / "page.txt").read_text("utf-8")
    main = [
        _PREAMBLE,
        f"#align(horizon)[#text(28pt)[{settings['title']}]]\n#heading(outlined: false)[Contents]\n"
        "#outline(title: none)\n",
        "= Statements on record\n",
        _statements(entries),
        '#set page(numbering: "1")\n#counter(page).update(1)\n',
        *(f'#include "{name}.typ"\n' for name in entries),
        "= Table of sources\n",
        *(f"{_source(one)}.\n\n" for one in sources.values()),
        "= Table of attestation\n",
        _quotations(entries),
        f"= Annex 1\n#raw({_text(lines)}, block: true)\n",
    ]
    _write(target / "main.typ", "".join(main))
    return target / "main.typ"


def _entry(path: Path) -> Mapping[str, Any]:
    entry: Mapping[str, Any] = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
    return entry


def _written(name: str, entry: Mapping[str, Any], sources: Mapping[str, Any]) -> str:
    body = "\n\n".join(_paragraphs(entry["body"], sources))
    return f"= {entry['title']} <{name}>\n{entry['by']}\\\nStatement, {entry['date']}\n#v(33pt)\n{body}\n"


def _paragraphs(body: str, sources: Mapping[str, Any]) -> Iterator[str]:
    def cited(found: re.Match[str]) -> str:
        locator = f", {found[2]}" if found[2] else ""
        return f"#footnote[{_source(sources[found[1]])}{locator}. Reproduced in Annex 1, lines 3–9.]"

    for paragraph in re.split(r"\n\s*\n", body.strip()):
        text = _CITATION.sub(cited, _NOTE.sub(r"#footnote[\1]", paragraph))
        yield f"#quote(block: true)[{text.removeprefix('> ')}]" if text.startswith("> ") else text


def _source(source: Mapping[str, Any]) -> str:
    author = source["author"][0]["literal"] + ", " if "author" in source else ""
    return f"{author}#emph[{source['title']}], {source.get('issued', 'no date')}"


def _statements(entries: Mapping[str, Mapping[str, Any]]) -> str:
    rows = (
        f'[{number}], [{entry["date"]}], [{entry["by"]}], [{entry["title"]}], folio("{name}"),\n'
        for number, (name, entry) in enumerate(entries.items(), 1)
    )
    return f"#table(columns: (auto, auto, auto, 1fr, auto), stroke: none,\n{''.join(rows)})\n"


def _quotations(entries: Mapping[str, Mapping[str, Any]]) -> str:
    rows = (
        f'folio("{name}"), [{found[1][:60]}], [{found[2]}], [verbatim],\n'
        for name, entry in entries.items()
        for found in re.finditer(r"^ *> (.*) \[@([\w-]+)", entry["body"], re.M)
    )
    return f"#table(columns: (auto, 1fr, auto, auto), stroke: none,\n{''.join(rows)})\n"


def _text(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")
