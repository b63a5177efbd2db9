"""Criteria from a file: JSON as the register keeps them, or a table with one criterion a row.

The columns of the table are `code`, `says`, `field`, `column`, `test`, `values` (with `;` between
them), `years`, `on`, `from` and `to`; those a test does not need stay empty.
"""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wayhome.files.criteria import check_criteria
from wayhome.files.refusals import reason_of, refuse
from wayhome.values import CannotRead, InvalidEvidence

COLUMNS = ("code", "says", "field", "column", "test", "values", "years", "on", "from", "to")
_BETWEEN = ";"
_SHAPE = '{"criteria": [{"code": "adult", "field": "birth_date", "test": "age_at_least", …}]}'


def read_criteria(path: Path) -> Mapping[str, Any]:
    """Criteria that a machine can check.

    Raises:
        CannotRead: no such file, or neither JSON of that shape nor such a table.
        InvalidEvidence: a criterion that cannot be checked.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise refuse(CannotRead, "cannot_open", name=path.name, reason=reason_of(error)) from error
    except UnicodeDecodeError:
        raise refuse(CannotRead, "criteria_file", name=path.name, shape=_SHAPE) from None
    found = _json(text) if text.lstrip()[:1] in ("{", "[") else _table(text)
    if found is None:
        raise refuse(CannotRead, "criteria_file", name=path.name, shape=_SHAPE)
    try:
        check_criteria(found)
    except InvalidEvidence as wrong:
        raise refuse(CannotRead, "in_file", name=path.name, what=wrong) from wrong
    return found


def _json(text: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and "criteria" in found else None


def _table(text: str) -> Mapping[str, Any] | None:
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    if not {"code", "test"} <= set(rows.fieldnames or ()):
        return None
    return {"criteria": [_criterion(row) for row in rows if any(row.values())]}


def _criterion(row: Mapping[str | None, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name in COLUMNS:
        cell = str(row.get(name) or "").strip()
        if not cell:
            continue
        if name == "values":
            told[name] = [value.strip() for value in cell.split(_BETWEEN) if value.strip()]
        elif name == "years" and cell.isdecimal():
            told[name] = int(cell)
        else:
            told[name] = cell
    return told
