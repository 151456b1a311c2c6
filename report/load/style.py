"""Whether the citation style that the dossier names is there."""

from __future__ import annotations

from collections.abc import Iterator

from report.load.folder import Folder
from report.load.forms import DossierForm
from report.load.settings import FILE, Settings
from report.model import Place, Problem, error


def check_style(settings: Settings, folder: Folder) -> Iterator[Problem]:
    # Imported late: citing comes after loading, and it alone knows its styles.
    from report.cite import Refusal, read_style  # noqa: PLC0415

    named = _named(settings)
    if named is None:
        return
    name, place = named
    if name.endswith(".csl") or "/" in name:
        found = folder.locate(name, place)
        if isinstance(found, Problem):
            yield found
            return
    style = read_style(name, folder.root)
    if isinstance(style, Refusal):
        yield error(style.code, style.message, place, style.hint)


def _named(settings: Settings) -> tuple[str, Place] | None:
    """The name and where it stands; None for a value that is no name, which has been told."""
    if node := settings.scalar("citation-style"):
        return node.value.strip(), node.place
    if settings.node("citation-style"):
        return None
    return DossierForm.model_fields["citation_style"].default, Place(FILE)
