"""The published schema of the document, made from the tables: docs/reference/talks.schema.json."""

from typing import Any

from django.db.models import (
    BooleanField,
    DateField,
    Field,
    PositiveIntegerField,
    PositiveSmallIntegerField,
)

from wayhome.apps.talks.models import Wording
from wayhome.apps.talks.selectors.records import (
    FORMAT,
    KINDS,
    SOURCE,
    VERSION,
    fields_of_kind,
    is_reference,
)

TEXT = {"type": "string"}


def schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The record of a process of talks",
        **_all_of(
            {
                "format": {"const": FORMAT},
                "version": {"const": VERSION},
                "title": TEXT,
                "rows": {"type": "array", "items": {"anyOf": [_row(name) for name in KINDS]}},
            }
        ),
        "$defs": {
            "source": _all_of(dict.fromkeys(SOURCE, TEXT)),
            "words": _all_of(
                {
                    "text": TEXT,
                    "language": TEXT,
                    "translations": {
                        "type": "array",
                        "items": _all_of({"language": TEXT, "text": TEXT, "translator": TEXT}),
                    },
                }
            ),
        },
    }


def _row(name: str) -> dict[str, Any]:
    own = {one.name: _field(one) for one in fields_of_kind(KINDS[name])}
    return _all_of({"id": {"type": "string", "minLength": 1}, "is": {"const": name}, **own})


def _all_of(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _field(field: "Field[Any, Any]") -> dict[str, Any]:
    told = _type(field)
    return {"anyOf": [told, {"type": "null"}]} if field.null else told


def _type(field: "Field[Any, Any]") -> dict[str, Any]:
    if field.is_relation:
        return _relation(field)
    if isinstance(field, BooleanField):
        return {"type": "boolean"}
    if isinstance(field, PositiveIntegerField | PositiveSmallIntegerField):
        return {"type": "integer", "minimum": 0}
    if isinstance(field, DateField):
        return {"type": "string", "format": "date"}
    if field.choices:
        codes = [code for code, _name in field.flatchoices]
        return {"enum": [*codes, ""] if field.blank and "" not in codes else codes}
    return {"type": "string", "maxLength": field.max_length} if field.max_length else TEXT


def _relation(field: "Field[Any, Any]") -> dict[str, Any]:
    if field.many_to_many:
        return {"type": "array", "items": TEXT}
    if is_reference(field):
        return TEXT
    return {"$ref": "#/$defs/words" if field.related_model is Wording else "#/$defs/source"}
