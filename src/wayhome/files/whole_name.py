"""The whole name of a line as written, from the fields that hold its parts."""

from collections.abc import Mapping

NAME_PARTS = ("surname", "given_names", "patronymic")


def whole_name(fields: Mapping[str, str]) -> str:
    """The parts in their order, or the one cell; '' where no name is given."""
    parts = [fields.get(part, "") for part in NAME_PARTS]
    return " ".join(part for part in parts if part) or fields.get("full_name", "")
