"""JSON records into a table."""

import json

from wayhome.files.decoding import Decoded
from wayhome.files.delimited import too_many_rows
from wayhome.files.limits import Limits
from wayhome.files.refusals import refuse
from wayhome.files.table import Table, pack_rows
from wayhome.values import CannotRead

_SHAPE = '[{"surname": "…"}, …]'


def read_json(decoded: Decoded, limits: Limits) -> Table:
    """Read an array of objects, bare, under one key, or one a line; a row is a record, from 1.

    Numbers keep the digits they are written with; nested objects become columns named `a.b`.

    Raises:
        CannotRead: broken JSON, or JSON of another shape.
    """
    records = _find_records(_parse(decoded.text.removeprefix("\ufeff")))
    if len(records) > limits.rows:
        raise too_many_rows(limits)
    flat = [_flatten(record) for record in records]
    keys = list(dict.fromkeys(key for record in flat for key in record))
    if not keys or len(keys) > limits.columns:
        raise refuse(CannotRead, "record_fields", n=len(keys), most=limits.columns, shape=_SHAPE)
    rows = [[record.get(key, "") for key in keys] for record in flat]
    return Table(
        cells=pack_rows(rows, len(keys)),
        format="json",
        header=tuple(keys),
        encoding=decoded.encoding,
    )


def _parse(text: str) -> object:
    try:
        return _load(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and text.lstrip().startswith("{"):
            return _parse(f"[{','.join(line for line in text.splitlines() if line.strip())}]")
        raise refuse(CannotRead, "json_breaks_off", row=error.lineno, column=error.colno) from None
    except RecursionError:
        raise refuse(CannotRead, "json_too_deep", shape=_SHAPE) from None


def _load(text: str) -> object:
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)


def _find_records(found: object) -> list[dict[str, object]]:
    """The array itself, or the longest array of objects one level down."""
    candidates: list[object] = [found]
    if isinstance(found, dict):
        candidates = [found["records"]] if "records" in found else list(found.values())
    arrays = [
        candidate
        for candidate in candidates
        if isinstance(candidate, list) and candidate and all(isinstance(r, dict) for r in candidate)
    ]
    if not arrays:
        raise refuse(CannotRead, "json_without_records", shape=_SHAPE)
    return max(arrays, key=len)


def _flatten(record: dict[str, object], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            flat |= _flatten(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = _text(value)
    return flat


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False)
