"""What all forms have in common: frozen, hyphens in the keys, no key that is not named."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


def _hyphened(name: str) -> str:
    return name.replace("_", "-")


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=_hyphened)


# Where a value is either text or something else, pydantic is told which of the two to try, so that the
# author hears what is wrong with what is there and not what else could have been. The tags get into the
# paths of its errors; no key can begin like them, since YAML allows no such character.
TEXT = "\0text"
OTHER = "\0other"


def text_or_other(value: object) -> str:
    return TEXT if isinstance(value, str) else OTHER
