"""Names and dates of CSL data, in the forms in which Pandoc reads CSL-YAML.

What is written in one of several ways (a body's name as bare text, a date as EDTF) becomes CSL-JSON.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, WithJsonSchema, model_validator

from report.load.csl_dates import check_parts, read_edtf
from report.load.faults import Fault
from report.load.form import Form
from report.load.scalars import Line, Words, as_text, as_words


def _integer(value: object) -> int:
    text = as_words(value)
    if not re.fullmatch(r"-?[0-9]{1,6}", text):
        raise Fault("bad-number", f'"{text}" is not a number', "write it in digits")
    return int(text)


def _season(value: object) -> int:
    number = _integer(value)
    if number not in range(1, 5):
        raise Fault("bad-date", f"there is no season {number}", "1 spring, 2 summer, 3 autumn, 4 winter")
    return number


def _flag(value: object) -> bool:
    text = value.lower() if isinstance(value, str) else as_text(value)
    if text in ("true", "yes", "y", "on", "1"):
        return True
    if text in ("false", "no", "n", "off", "0"):
        return False
    raise Fault("bad-value", f'"{text}" is neither true nor false', "write true or false")


Integer = Annotated[int, PlainValidator(_integer), WithJsonSchema({"type": "integer"})]
Season = Annotated[
    int, PlainValidator(_season), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 4})
]
Edtf = Annotated[str, WithJsonSchema({"type": ["string", "integer"]})]
Flag = Annotated[bool, PlainValidator(_flag), WithJsonSchema({"type": "boolean"})]


def _as_literal(value: object) -> object:
    """`author: Amnesty International` names a body, as it does for Pandoc."""
    return {"literal": value} if isinstance(value, str) else value


def _as_edtf(value: object) -> object:
    return {"edtf": value} if isinstance(value, str) else value


def _one_or_more(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _lists(value: object) -> object:
    if isinstance(value, list) and not all(isinstance(one, list) for one in value):
        raise Fault("bad-date", "date-parts is a list of lists", "write [[2017, 3, 30]]")
    return value


class NameForm(Form):
    """A person (family, given) or a body (literal)."""

    family: Line | None = Field(None, description="The family name")
    given: Line | None = Field(None, description="The given names")
    dropping_particle: Line | None = Field(None, description="A particle that sorting and short forms drop")
    non_dropping_particle: Line | None = Field(None, description="A particle that stays with the family name")
    suffix: Line | None = Field(None, description="Jr., III")
    literal: Line | None = Field(None, description="The whole name as it is printed: an organisation")
    comma_suffix: Flag | None = Field(None, description="Whether a comma stands before the suffix")
    static_ordering: Flag | None = Field(None, description="Whether the family name always comes first")
    parse_names: Flag | None = Field(None, description="Whether particles are looked for in the names")

    @model_validator(mode="after")
    def _named(self) -> Self:
        if not (self.family or self.given or self.literal):
            raise Fault(
                "missing-key", "a name without words", "write family and given, or literal for a body"
            )
        return self


class DateForm(Form):
    """A date or a range: date-parts, or year, month and day, or words (literal)."""

    date_parts: Annotated[tuple[tuple[Integer, ...], ...], BeforeValidator(_lists)] | None = Field(
        None, description="[[2017, 3, 30]]; two for a range"
    )
    year: Integer | None = Field(None, description="The year")
    month: Integer | None = Field(None, description="The month, 1 to 12")
    day: Integer | None = Field(None, description="The day")
    season: Season | None = Field(None, description="1 spring, 2 summer, 3 autumn, 4 winter")
    circa: Flag | None = Field(None, description="Whether the date is approximate")
    literal: Words | None = Field(None, description="The date in words")
    raw: Words | None = Field(None, description="The date as text: 2017-03")
    edtf: Words | None = Field(None, description="The date as EDTF text: 2017-03, 2016/2017, 2017~")

    @model_validator(mode="after")
    def _readable(self) -> Self:
        self.json_value()
        return self

    def json_value(self) -> dict[str, object]:
        """The date as CSL-JSON."""
        text = self.edtf or self.raw
        if text:
            value = read_edtf(text)
        elif self.date_parts is not None:
            value = {"date-parts": check_parts(self.date_parts)}
        elif self.year is not None:
            value = {"date-parts": check_parts([self._parts(self.year)])}
        elif self.literal and self.month is None and self.day is None:
            value = {}
        else:
            raise Fault("bad-date", "a date without a year", "write year: 2017")
        extra = {"season": self.season, "circa": self.circa or None, "literal": self.literal}
        return value | {key: one for key, one in extra.items() if one is not None}

    def _parts(self, year: int) -> list[int]:
        if self.month is None and self.day is not None:
            raise Fault("bad-date", "a day without a month", "write month: 3")
        return [year, *(part for part in (self.month, self.day) if part is not None)]


def _joined(dates: tuple[DateForm, ...]) -> dict[str, object]:
    """CSL-YAML writes a range as a list of two dates."""
    values = [date.json_value() for date in dates]
    if len(values) == 1:
        return values[0]
    parts = [one for value in values for one in _parts_of(value)]
    if len(values) != 2 or len(parts) != 2:
        raise Fault("bad-date", "a list of dates holds one date, or two for a range")
    return {**values[0], **values[1], "date-parts": parts}


def _parts_of(value: Mapping[str, object]) -> list[object]:
    parts = value.get("date-parts")
    return list(parts) if isinstance(parts, list) else []


Name = Annotated[NameForm, BeforeValidator(_as_literal, json_schema_input_type=NameForm | Line)]
CslNames = Annotated[
    tuple[Name, ...],
    BeforeValidator(_one_or_more, json_schema_input_type=NameForm | Line | list[NameForm | Line]),
]
CslDate = Annotated[
    tuple[Annotated[DateForm, BeforeValidator(_as_edtf)], ...],
    BeforeValidator(_one_or_more, json_schema_input_type=Edtf | DateForm | list[DateForm]),
    AfterValidator(_joined),
]
