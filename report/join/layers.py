"""Layers of archived files ("optional content"): what is hidden in a file stays hidden in the dossier."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary


class Layers:
    """Collects the files' layers, and writes them into the catalog (ISO 32000-1, 8.11.4)."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._groups: list[pikepdf.Object] = []
        self._hidden: list[pikepdf.Object] = []

    def take(self, source: pikepdf.Pdf) -> None:
        """After the pages were copied: what they refer to is found again only if it is there already."""
        if "/OCProperties" not in source.Root:
            return
        found = self._pdf.copy_foreign(source.make_indirect(source.Root.OCProperties))
        groups = list(found.get("/OCGs", ()))
        default = found.get("/D", Dictionary())
        hidden = {group.objgen for group in default.get("/OFF", ())}
        if default.get("/BaseState") == "/OFF":
            shown = {group.objgen for group in default.get("/ON", ())}
            hidden |= {group.objgen for group in groups} - shown
        self._groups += groups
        self._hidden += [group for group in groups if group.objgen in hidden]

    def write(self) -> None:
        if self._groups:
            # ISO 14289-1, 7.10: a configuration has a name, and sets nothing by itself.
            default = Dictionary(Name="Default", Order=Array(), OFF=Array(self._hidden))
            self._pdf.Root.OCProperties = Dictionary(OCGs=Array(self._groups), D=default)
