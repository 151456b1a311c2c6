"""The format of `archive:`: where the file is in which a source was read, and how it came there.

The keys follow what the Berkeley Protocol on digital open source investigations asks to be kept.
"""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from report.load.faults import Fault
from report.load.form import Form
from report.load.scalars import (
    Address,
    Checksum,
    Language,
    Line,
    Moment,
    Number,
    Ranges,
    Switch,
    Variable,
    Words,
)
from report.model import Fit, Landscape, Original


class StepForm(Form):
    """One link of the chain of custody, or one change made to the file."""

    when: Moment = Field("", description="When: 2026-11-01T10:00:00Z or a date")
    who: Line = Field("", description="By whom")
    what: Line = Field("", description="What was done")
    tool: Line = Field("", description="With which tool")


class ArchiveForm(Form):
    """The archived file of the source, or the source in which its words are reproduced."""

    file: Words | None = Field(
        None, description="The archived file, from the dossier's folder: sources/x.pdf"
    )
    via: Words | None = Field(
        None, description="This source was not seen itself: the key of the source that reproduces its words"
    )
    lines: Ranges = Field((), description="The lines meant: 12-31, 40")
    pages: Ranges = Field((), description="The pages meant: 4-6, 9")
    print_pages: Ranges = Field((), description="The pages appended, if not all: 4-6, 9")
    first_page: Number | None = Field(None, description="The number printed on the file's first page")
    sha256: Checksum = Field("", description="The sha256 of the file as it was received")
    language: Language = Field("", description="The language of the file (BCP 47)")
    captured: Moment = Field("", description="When it was captured: 2026-11-01T10:00:00Z")
    captured_by: Line = Field("", description="Who captured it")
    method: Line = Field("", description="How it was captured")
    url: Address = Field("", description="The address that it was captured from")
    password_env: Variable = Field("", description="The environment variable with the file's password")
    fit: Fit | None = Field(None, description="For this file: shrink or keep; the dossier's if not given")
    landscape: Landscape | None = Field(None, description="For this file: turn or keep")
    original: Original | None = Field(None, description="For this file: none or attach")
    append: Switch | None = Field(None, description="For this file: false leaves its pages out")
    custody: tuple[StepForm, ...] = Field((), description="Who held the file, in order")
    transformations: tuple[StepForm, ...] = Field((), description="What was done to the file, in order")

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if self.file and self.via:
            raise Fault(
                "bad-archive", "both file and via", "keep file if the source itself is archived, via if not"
            )
        if not self.file and not self.via:
            raise Fault(
                "bad-archive", "neither file nor via", "add file, or via and the key that reproduces it"
            )
        if self.via and (first := next((key for key, value in self._of_a_file() if value), None)):
            raise Fault(
                "bad-archive",
                f"{first} speaks of a file, and via names none",
                f"write {first} where the file is",
            )
        return self

    def _of_a_file(self) -> list[tuple[str, object]]:
        names = ("sha256", "print_pages", "first_page", "password_env", "fit", "landscape", "original")
        given = [("append", self.append is not None)]
        return given + [(name.replace("_", "-"), getattr(self, name)) for name in names]
