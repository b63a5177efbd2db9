"""A row of a draft, field by field, as the form of its kind takes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

KINDS = (
    "round", "delegate", "commitment", "proposal", "response", "number", "outcome", "statement",
)  # fmt: skip
"""What a draft can become, in the order in which it is decided: later rows name earlier ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value: where the report says it, by which rule it was read, whether that is sure."""

    name: str  # of the form
    value: Any  # as the form takes it: text, number, uid, or several
    start: int | None = None
    end: int | None = None
    rule: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row: what it would become, its passage, its fields; `why` it became no promise."""

    id: str
    kind: str
    start: int
    end: int
    fields: tuple[Field, ...]
    why: str = ""

    @property
    def sure(self) -> bool:
        """Whether the reader doubts none of its fields."""
        return all(field.sure for field in self.fields)

    @property
    def initial(self) -> dict[str, Any]:
        """The values by the names of the form."""
        return {field.name: field.value for field in self.fields}


Told = Mapping[str, Any]
"""A part of a draft, as JSON."""


def found(name: str, told: Told | None, **other: Any) -> list[Field]:
    """The field for a `Found` of the draft; nothing where nothing was found.

    `value` among `other` stands in for its value.
    """
    if told is None:
        return []
    span = told.get("span") or {}
    return filled(
        Field(
            name=name,
            value=other.get("value", told["value"]),
            start=span.get("start"),
            end=span.get("end"),
            rule=told["rule"],
            sure=bool(told["sure"]),
        )
    )


def filled(*fields: Field) -> list[Field]:
    """Those fields that hold something."""
    return [one for one in fields if one.value not in (None, "", [], False)]


def given(told: Told | None, **values: Any) -> list[Field]:
    """Several fields that were read from one place."""
    span, rule = (told or {}).get("span") or {}, (told or {}).get("rule", "")
    sure = (told or {}).get("sure", True)
    return filled(
        *(
            Field(name=name, value=value, start=span.get("start"), end=span.get("end"), rule=rule,
                  sure=sure)
            for name, value in values.items()
        )
    )  # fmt: skip


def flat(*groups: Iterable[Field]) -> tuple[Field, ...]:
    """All the fields in their order."""
    return tuple(field for group in groups for field in group)
