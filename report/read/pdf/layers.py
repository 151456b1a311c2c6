"""Optional content (ISO 32000-1, 8.11): in goes the file's catalog, out come properties for the new one, so
that what the file hides stays hidden and nothing more.
"""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from report.read.pdf.values import dictionary, items, key, name

_MOST = 50_000


def layer_properties(root: Any) -> pikepdf.Object | None:
    """The groups and the states that they have by default; None for a file without layers."""
    properties = dictionary(root, "/OCProperties")
    groups = [group for group in items(properties, "/OCGs") if _group(group)][:_MOST]
    if properties is None or not groups:
        return None
    default = dictionary(properties, "/D")
    state = Dictionary()
    if name(default, "/BaseState") == "/OFF":
        state.BaseState = Name.OFF
    for which in ("/ON", "/OFF"):
        listed = [group for group in items(default, which) if _group(group)][:_MOST]
        if listed:
            state[which] = Array(listed)
    # Without an order no reader lists the layers, and nobody can show what is hidden by a click.
    return Dictionary(OCGs=Array(groups), D=state)


def _group(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary) and key(value) is not None
