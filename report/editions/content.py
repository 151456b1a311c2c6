"""The hash of a dossier's content: what its pages say, without what is printed around it.

It stands on the pages itself, so it cannot be that of the PDF's bytes. It is the SHA-256 of a list that
has, for each section in order, its id, the labels of its pages, and the SHA-256 of its pages as they were
laid out with the late numbers that are set in them (of an archived file: that of the file as received, and
which of its pages are appended). Running
heads, stamps, the edition's name and "DRAFT" are not in it, so a draft and a final edition of the same
content can be told to be that.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256

from report.model import Section, Sheets
from report.numbering import Numbering, number_pages
from report.settle import Settled

SHOWN = 8
"""So many digits of it are printed."""

_HEAD = b"Attest, content of a dossier, 1\n"


def content_hash(
    sections: Sequence[Section], shown: Sequence[Section], settled: Settled, numbering: Numbering
) -> str:
    """64 hexadecimal digits; `shown` are those of the sections that are printed."""
    sheets = {key: laid_out.sheets for key, laid_out in settled.sections.items()}
    numbered = number_pages(sections, {key: value.pages for key, value in sheets.items()}, numbering)
    digest = sha256(_HEAD)
    for section in shown:
        labels = [str(label) for label in numbered[section.id].labels]
        numbers = settled.late.texts(number.key for number in sheets[section.id].numbers)
        line = json.dumps([section.id, labels, *_pages(section, sheets[section.id]), sorted(numbers.items())])
        digest.update(line.encode("ascii") + b"\n")
    return digest.hexdigest()


def _pages(section: Section, sheets: Sheets) -> list[object]:
    if section.file is None:
        return [sha256(sheets.pdf).hexdigest()]
    return [section.file.sha256, [page.number for page in section.file.reading.pages]]
