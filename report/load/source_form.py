"""The format of `sources.yaml`: CSL data as CSL-YAML has it, and `archive:`, which is Attest's own.

The CSL keys come from the tables in `csl`; `csl_json` gives a source's data as citeproc takes it.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, PlainValidator, Tag, WithJsonSchema, create_model

from report.load import csl
from report.load.archive_form import ArchiveForm
from report.load.csl_values import CslDate, CslNames, NameForm
from report.load.faults import Fault
from report.load.form import OTHER, TEXT, Form, text_or_other
from report.load.scalars import Address, Line, Words, as_text, as_words


def _key(value: object) -> str:
    text = as_words(value)
    if wrong := re.search(r"[\s\[\]{}@;,\"'`\\^|<>]", text):
        raise Fault("bad-id", f'a key cannot hold "{wrong[0]}"', "letters, digits, and - _ . : / are good")
    return text


def _prose(value: object) -> str:
    return as_text(value).strip()


SourceKey = Annotated[str, PlainValidator(_key), WithJsonSchema({"type": ["string", "number"]})]
Prose = Annotated[str, PlainValidator(_prose), WithJsonSchema({"type": ["string", "number"]})]
# CSL has an `archive` of its own, the name of an institution, which Zotero exports.
Archived = Annotated[
    Annotated[Line, Tag(TEXT)] | Annotated[ArchiveForm, Tag(OTHER)], Discriminator(text_or_other)
]

# Texts that may have paragraphs, and the one that becomes a link.
_PROSE = ("abstract", "annote", "note")
_ADDRESSES = ("URL",)


class _SourceForm(Form):
    """A thing cited: CSL data, and the archived file that it was read in."""

    id: SourceKey = Field(description="The key that citations use: [@key]")
    type: Literal[csl.TYPES] | None = Field(None, description="What kind of thing it is")  # type: ignore[valid-type]
    archive: Archived | None = Field(
        None, description="The archived file, or the source that reproduces the words (via)"
    )
    categories: tuple[Words, ...] | None = Field(None, description="Categories, printed by no style")
    custom: dict[str, Any] | None = Field(None, description="What other programs keep with the source")


def _text_kind(name: str) -> Any:
    if name in _PROSE:
        return Prose
    return Address if name in _ADDRESSES else Line


def _fields() -> dict[str, Any]:
    kinds = (
        [(name, text, _text_kind(name)) for name, text in csl.TEXTS.items()]
        + [(name, text, CslNames) for name, text in csl.NAMES.items()]
        + [(name, text, CslDate) for name, text in csl.DATES.items()]
    )
    return {
        _attribute(name): (kind | None, Field(None, alias=name, description=text))
        for name, text, kind in kinds
    }


def _attribute(name: str) -> str:
    return f"csl_{name.replace('-', '_')}"


SourceForm = create_model("SourceForm", __base__=_SourceForm, __doc__=_SourceForm.__doc__, **_fields())


class SourcesForm(Form):
    """The sources of a dossier."""

    references: tuple[SourceForm, ...] = Field(description="The things cited, in CSL-YAML")  # type: ignore[valid-type]


def csl_json(form: _SourceForm) -> dict[str, object]:
    """A source's CSL data as plain JSON values, without Attest's `archive`."""
    values = {field.alias or name: getattr(form, name) for name, field in type(form).model_fields.items()}
    return {
        key: _json(value)
        for key, value in values.items()
        if value is not None and not isinstance(value, ArchiveForm)
    }


def _json(value: Any) -> object:
    if isinstance(value, NameForm):
        return value.model_dump(by_alias=True, exclude_none=True)
    return [_json(one) for one in value] if isinstance(value, tuple) else value
