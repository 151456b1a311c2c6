"""Links inside the dossier: `dossier:ANCHOR`, as the sections have them, becomes a place on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name

SCHEME = "dossier:"


@dataclass(frozen=True, slots=True)
class Target:
    """A place: the page's object and the distance from its top left, in points."""

    page: pikepdf.Object
    x: float
    y: float

    def destination(self) -> Array:
        """Keeps the reader's zoom (ISO 32000-1, 12.3.2.2: a null leaves it as it is)."""
        height = float(self.page.MediaBox[3])
        return Array([self.page, Name.XYZ, round(self.x, 2), round(height - self.y, 2), None])


def resolve_links(pages: Iterable[pikepdf.Object], targets: Mapping[str, Target]) -> None:
    """Those on pages of our own. Raises KeyError with the anchor that no section has."""
    for page in pages:
        for annotation in page.get("/Annots", ()):
            action = annotation.get("/A")
            if action is None or "/URI" not in action:
                continue
            address = str(action.URI)
            if address.startswith(SCHEME):
                annotation.Dest = _target(address.removeprefix(SCHEME), targets).destination()
                del annotation["/A"]


def _target(anchor: str, targets: Mapping[str, Target]) -> Target:
    """WeasyPrint writes what is not ASCII as URIs have it (RFC 3987, 3.1)."""
    return targets.get(anchor) or targets[unquote(anchor)]


def lead(links: Iterable[tuple[pikepdf.Object, str]], targets: Mapping[str, Target]) -> None:
    """Give each link annotation the place of its anchor. Raises KeyError as well."""
    for annotation, anchor in links:
        annotation.Dest = targets[anchor].destination()


def write_destinations(pdf: pikepdf.Pdf, targets: Mapping[str, Target]) -> None:
    """Names that an address can end with (`dossier.pdf#edm-448`): the entries and the annexes."""
    names = {}
    for anchor, target in targets.items():
        kind, _, rest = anchor.partition(":")
        if ":" in rest or kind not in ("entry", "annex"):
            continue
        names[rest if kind == "entry" else f"annex-{rest}"] = target.destination()
    pairs = [item for name in sorted(names) for item in (name, names[name])]
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array(pairs)))
