"""`dossier.yaml`: what the author says of the dossier as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from report.load.folder import Folder
from report.load.forms import DossierForm
from report.load.lenient import without_faults
from report.load.nodes import Items, Node, Pairs, Scalar
from report.load.reading import read_tree
from report.load.validate import is_words, validate
from report.model import AnnexSettings, Bates, Limits, Place, Problem

FILE = "dossier.yaml"


@dataclass(frozen=True, slots=True)
class Settings:
    """`form` is None where something in the file is wrong; the rest is what there is all the same."""

    form: DossierForm | None
    root: Node | None
    language: str

    def node(self, key: str) -> Node | None:
        return self.root.get(key) if isinstance(self.root, Pairs) else None

    def scalars(self, key: str) -> tuple[Scalar, ...]:
        """The texts of a list, without those that are none."""
        node = self.node(key)
        items = node.items if isinstance(node, Items) else ()
        return tuple(item for item in items if isinstance(item, Scalar) and is_words(item))

    def scalar(self, key: str) -> Scalar | None:
        node = self.node(key)
        return node if isinstance(node, Scalar) and is_words(node) else None

    def places(self) -> Mapping[str, Place]:
        pairs = self.root.pairs if isinstance(self.root, Pairs) else ()
        return {key.value: key.place for key, _ in pairs}


def load_settings(folder: Folder, lenient: bool = False) -> tuple[Settings, tuple[Problem, ...]]:
    """`lenient`: what is left without the keys that have faults may do."""
    root, problems = read_tree(folder, FILE)
    form, found = validate(DossierForm, root) if root else (None, ())
    if form is None and lenient and root:
        form, _ = validate(DossierForm, without_faults(root, (*problems, *found)))
    return Settings(form, root, form.language if form else "en"), (*problems, *found)


def annex_settings(form: DossierForm) -> AnnexSettings:
    limits = form.limits
    return AnnexSettings(
        style=form.annex_style,
        order=form.annex_order,
        fit=form.fit,
        landscape=form.landscape,
        original=form.original,
        append=form.append,
        bates=Bates(form.bates.prefix, form.bates.digits) if form.bates else None,
        disclosure=form.manifest,
        limits=Limits(limits.memory, limits.seconds, limits.output) if limits else Limits(),
    )
