"""Fills the templates: a list of sections, each a complete HTML document.

In go the dossier, its citations as citeproc wrote them and its annexes; out come sections in the order of
the PDF. What a template needs is worked out here and handed over as plain values (`views.py`).
"""

from report.compose.annexes import shown_failure, shown_path
from report.compose.changes import Brevity
from report.compose.furniture import FurnitureKind, furniture, furniture_styles
from report.compose.material import Material, Since
from report.compose.sections import Composed, compose, compose_sheet
from report.compose.templates import TemplateFillError

__all__ = [
    "Brevity",
    "Composed",
    "FurnitureKind",
    "Material",
    "Since",
    "TemplateFillError",
    "compose",
    "compose_sheet",
    "furniture",
    "furniture_styles",
    "shown_failure",
    "shown_path",
]
