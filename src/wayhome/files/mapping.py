"""Which column is which field, saved for the next file from the same office."""

import json
from collections.abc import Iterable
from os import PathLike
from pathlib import Path

from wayhome.files.columns.assign import check_field
from wayhome.files.read_list import ColumnUse
from wayhome.files.refusals import reason_of, refuse
from wayhome.values import CannotRead


def save_mapping(columns: Iterable[ColumnUse], path: str | PathLike[str]) -> None:
    """Write field and header of the columns in use as a JSON object."""
    mapping = {use.field: use.header for use in columns if use.field}
    text = json.dumps(mapping, ensure_ascii=False, indent=2) + "\n"
    Path(path).write_text(text, encoding="utf-8")


def load_mapping(path: str | PathLike[str]) -> dict[str, str]:
    """Read what `save_mapping` wrote.

    Raises:
        CannotRead: no such file, or no object of field and header.
    """
    path = Path(path)
    try:
        mapping = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        reason = reason_of(error)
        raise refuse(CannotRead, "cannot_open", name=path.name, reason=reason) from None
    except ValueError:
        raise _no_mapping(path) from None
    if not isinstance(mapping, dict) or not all(isinstance(v, str) for v in mapping.values()):
        raise _no_mapping(path)
    for field in mapping:
        check_field(field)
    return mapping


def _no_mapping(path: Path) -> CannotRead:
    return refuse(CannotRead, "no_mapping", name=path.name, shape='{"surname": "Прізвище"}')
