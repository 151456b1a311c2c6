"""The formats as JSON Schema, for editors: `python -m report.load.schema` writes them to `report/schema`.

The models in `forms` and `source_form` go in; one schema a kind of file comes out.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from report.load.forms import DossierForm, EntryForm
from report.load.source_form import SourcesForm
from report.resources import schema_folder

FORMS: dict[str, type[BaseModel]] = {"dossier": DossierForm, "sources": SourcesForm, "entry": EntryForm}
TITLES = {"dossier": "dossier.yaml", "sources": "sources.yaml", "entry": "An entry"}


class _ForEditors(GenerateJsonSchema):
    """Without what helps nobody at a keyboard: titles made from keys, null, empty defaults."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        # A key without a value is a problem: what is not known is left out.
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        made = super().default_schema(schema)
        if made.get("default", "") in (None, "", [], {}):
            made.pop("default", None)
        return made


def schemas() -> dict[str, str]:
    """The text of each schema file, by its name."""
    return {f"{name}.json": _text(name, form) for name, form in FORMS.items()}


def _text(name: str, form: type[BaseModel]) -> str:
    made = form.model_json_schema(schema_generator=_ForEditors)
    whole = {"$schema": GenerateJsonSchema.schema_dialect, **made, "title": TITLES[name]}
    for one in whole.get("$defs", {}).values():
        one.pop("title", None)
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def write(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(schema_folder())
