"""Every table of the register in files, for the institution's own use: opened, mode 0600.

Keys, passwords and second factors are left out: they are for reading this, and for logging in.
"""

import json
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import polars as pl
from django.apps import apps
from django.db import models, transaction

from wayhome.apps.audit.models import SubjectKey
from wayhome.apps.audit.services import CannotOpen, open_sealed, record
from wayhome.files.refusals import refuse
from wayhome.files.report.spreadsheets import write_csv
from wayhome.values import WayhomeError
from wayhome.web.safekeeping.archive import private

APPS = ("audit", "register")
LEFT_OUT = frozenset({"audit.SubjectKey.wrapped", "audit.User.password"})
BATCH = 1_000


def _own_key(row: Any) -> SubjectKey:
    return row.key  # type: ignore[no-any-return]


SEALED: Mapping[str, tuple[Callable[[Any], SubjectKey], str]] = {
    "audit.EntryPart.sealed": (_own_key, "history"),
    "register.Flag.note_sealed": (lambda row: row.entry.key, "flag"),
    "register.Job.file_sealed": (_own_key, "file"),
    "register.Job.problems_sealed": (_own_key, "problems"),
    "register.ListEntry.sealed": (_own_key, "line"),
    "register.PersonList.file_sealed": (lambda row: row.key_of_file, "file"),
}
"""Which key opens a sealed field, and for what it was sealed."""


class CannotExport(WayhomeError):
    """Nothing was exported."""


class Form(StrEnum):
    """How a table is written."""

    CSV = "csv"  # to look at: a cell that could start a formula gets an apostrophe in front
    JSON = "json"  # to be read by a machine: one object a line, nothing changed


def export_all(folder: Path, *, form: Form, at: datetime) -> dict[str, int]:
    """Write every table, and every file that was imported, into a new folder.

    Returns:
        How many rows of each table.

    Raises:
        CannotExport: the folder is there already and not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise refuse(CannotExport, "export_folder_taken")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    rows = {}
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            rows[model._meta.label] = _write(model, folder, form)
    _write_files(folder / "files")
    with transaction.atomic():
        facts = {"form": form.value, "tables": len(rows), "rows": sum(rows.values())}
        record(act="register_exported", by=None, at=at, facts=facts)
    return rows


def _write(model: type[models.Model], folder: Path, form: Form) -> int:
    fields = [f for f in model._meta.concrete_fields if f"{model._meta.label}.{f.name}"
              not in LEFT_OUT and f.name != "file_sealed"]  # fmt: skip
    names = [field.attname for field in fields]
    path = folder / f"{model._meta.label_lower}.{form.value}"
    count = 0
    with open(path, "xb", opener=private) as file, closing(_rows(model, fields)) as rows:
        if form is Form.CSV:
            table = pl.DataFrame(
                (_texts(one) for one in rows),
                schema=dict.fromkeys(names, pl.String),
                orient="row",
            )
            write_csv(table, file)
            return table.height
        for values in rows:
            line = json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False)
            file.write(line.encode() + b"\n")
            count += 1
    return count


def _rows(
    model: type[models.Model], fields: Sequence[models.Field[Any, Any]]
) -> Generator[list[Any], None, None]:
    keys = [f.name for f in model._meta.concrete_fields if f.related_model is SubjectKey]
    for row in model._base_manager.select_related(*keys).order_by("pk").iterator(BATCH):
        yield [_value(row, field) for field in fields]


def _value(row: models.Model, field: models.Field[Any, Any]) -> Any:
    """A value that JSON has: sealed ones opened, other bytes in hexadecimal."""
    value = getattr(row, field.attname)
    if value is None or isinstance(value, bool | int | float | dict | list):
        return value
    if isinstance(value, bytes | memoryview):
        return _opened(row, field, bytes(value))
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _opened(row: models.Model, field: models.Field[Any, Any], value: bytes) -> Any:
    sealed = SEALED.get(f"{row._meta.label}.{field.name}")
    if sealed is None:
        return value.hex()
    key_of, purpose = sealed
    try:
        plain = open_sealed(key_of(row), value, purpose=purpose).decode()
    except CannotOpen:
        return None  # erased
    try:
        return json.loads(plain)
    except ValueError:
        return plain


def _texts(values: Sequence[Any]) -> list[str]:
    return [
        "" if value is None
        else value if isinstance(value, str)
        else json.dumps(value, ensure_ascii=False)
        for value in values
    ]  # fmt: skip


def _write_files(folder: Path) -> None:
    """The files of the lists as they came, by receipt; their names are the senders' own."""
    folder.mkdir(mode=0o700)
    lists = apps.get_model("register", "PersonList")
    for one in lists.objects.select_related("key", "file_key").iterator(10):
        try:
            content = open_sealed(one.key_of_file, bytes(one.file_sealed), purpose="file")
        except CannotOpen:
            continue
        suffix = Path(one.file_name).suffix
        name = f"{one.receipt}{suffix if suffix[1:].isalnum() else ''}"
        with open(folder / name, "xb", opener=private) as file:
            file.write(content)
