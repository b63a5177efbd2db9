"""The fields a list can have, in the register's words, and how each is compared."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """How the values of a field are compared."""

    NAME = "name"
    DATE = "date"
    SEX = "sex"
    PLACE = "place"
    RANK = "rank"
    UNIT = "unit"
    CODE = "code"
    TEXT = "text"


FIELDS: Mapping[str, Kind] = MappingProxyType(
    {
        # A whole name in one cell; read into its parts where the parts have no columns.
        "full_name": Kind.NAME,
        "surname": Kind.NAME,
        "given_names": Kind.NAME,
        # Father's first name or patronymic, whichever the list gives (GC III 122).
        "patronymic": Kind.NAME,
        "mothers_maiden_name": Kind.NAME,
        "sex": Kind.SEX,
        "birth_date": Kind.DATE,
        "birthplace": Kind.PLACE,
        "nationality": Kind.TEXT,
        "power": Kind.TEXT,
        "rank": Kind.RANK,
        # Army, regimental, personal or serial number.
        "number": Kind.CODE,
        "unit": Kind.UNIT,
        "capture_date": Kind.DATE,
        "capture_place": Kind.PLACE,
        "health": Kind.TEXT,
        "next_of_kin": Kind.TEXT,
    }
)
"""Each field's kind (fields as in ListEntry). A mapping may add `text:*`, `code:*`, `date:*`."""

NAME_SLOTS = ("surname", "given_names", "patronymic")
"""The three parts of a name that may have changed places."""

SHOWN_ONLY = frozenset({"health", "next_of_kin", "power", "nationality"})
"""Fields carried to the report but never weighed: they change, or say nothing of identity."""


def kind_of(field: str) -> Kind:
    """The kind of a field, also of a generic one such as `code:passport`."""
    if field in FIELDS:
        return FIELDS[field]
    return Kind(field.split(":", 1)[0])
