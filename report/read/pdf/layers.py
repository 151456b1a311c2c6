"""Optional content (ISO 32000-1, 8.11): in goes the file's catalog, out come properties for the new one, so
that what the file hides stays hidden and nothing more.
"""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from report.read.pdf.values import Key, dictionary, items, key, name

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
    for_screens = _for_screens(default)
    for which in ("/ON", "/OFF"):
        listed = [group for group in items(default, which) if _group(group)][:_MOST]
        listed = [group for group in listed if for_screens.get(group.objgen, which) == which]
        listed += [group for group in groups if for_screens.get(group.objgen) == which]
        if listed:
            state[which] = Array(listed)
    # Without an order no reader lists the layers, and nobody can show what is hidden by a click.
    return Dictionary(OCGs=Array(groups), D=state)


def _for_screens(default: Any) -> dict[Key, str]:
    """The groups that readers switch when they show a file (table 103): what they are to be then."""
    found: dict[Key, str] = {}
    for usage in items(default, "/AS"):
        if name(usage, "/Event") != "/View" or Name.View not in list(items(usage, "/Category")):
            continue
        for group in items(usage, "/OCGs"):
            state = name(group, "/Usage", "/View", "/ViewState")
            if _group(group) and state in ("/ON", "/OFF"):
                found[group.objgen] = state
    return found


def _group(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary) and key(value) is not None
