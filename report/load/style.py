"""Whether the citation style that the dossier names is there."""

from __future__ import annotations

from collections.abc import Iterator

from report.load.folder import Folder
from report.load.forms import DossierForm
from report.load.nodes import Scalar
from report.load.settings import FILE, Settings
from report.model import Place, Problem, error


def check_style(settings: Settings, folder: Folder) -> Iterator[Problem]:
    # Imported late: citing comes after loading, and it alone knows its styles.
    from report.cite import Refusal, read_style  # noqa: PLC0415

    name, place = _named(settings)
    if name.endswith(".csl") or "/" in name:
        found = folder.locate(name, place)
        if isinstance(found, Problem):
            yield found
            return
    style = read_style(name, folder.root)
    if isinstance(style, Refusal):
        yield error(style.code, style.message, place, style.hint)


def _named(settings: Settings) -> tuple[str, Place]:
    node = settings.node("citation-style")
    if isinstance(node, Scalar) and node.value.strip():
        return node.value.strip(), node.place
    return DossierForm.model_fields["citation_style"].default, Place(FILE)
