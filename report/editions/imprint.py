"""What every page says of the edition: its name and the first digits of the content's hash, or that it is
a draft, or a part of the dossier.
"""

from __future__ import annotations

from report.compose.words import words_for
from report.editions.content import SHOWN
from report.model import NO_IMPRINT, Dossier, Imprint


def imprint_of(dossier: Dossier, content: str, draft: bool = False, partial: bool = False) -> Imprint:
    """Nothing for a build that is none of these: nobody has it to refer to."""
    edition = dossier.edition
    if not (edition or draft or partial):
        return NO_IMPRINT
    words = words_for(dossier.language)
    said = (
        words["edition"].format(name=edition) if edition else "",
        words["draft"] if draft else "",
        words["partial"] if partial else "",
        content[:SHOWN],
    )
    return Imprint(" · ".join(part for part in said if part), words["draft-across"] if draft else "")
