"""An export of everything: complete, harmless in a spreadsheet, for its owner's eyes."""
# ruff: noqa: F401, F811  fixtures are imported, then named as arguments

import csv
import json
import os
import stat

import pytest
from django.apps import apps
from django.db import models
from operating import history

from apps.register.bringing import ROWS, bring, table
from conftest import NOON
from wayhome.apps.audit.models import Organisation, SubjectKey
from wayhome.apps.audit.services import destroy_keys, new_key, seal
from wayhome.apps.register.models import ListEntry
from wayhome.web.safekeeping.export import APPS, LEFT_OUT, SEALED, CannotExport, Form, export_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(parties):
    """A line whose name a spreadsheet would take for a formula."""
    key = new_key(SubjectKey.About.LINE)
    raw = json.dumps({"raw": {"Ім'я": "Вихор"}, "health": "wounded"}).encode()
    return ListEntry.objects.create(
        partition=parties["north"], key=key, surname="=cmd|' /C calc'!A0", digest=b"1",
        sealed=seal(key, raw, purpose="line"), entered_at=NOON,
    )  # fmt: skip


def test_every_table_is_there_with_every_row(history, line, tmp_path):
    rows = export_all(tmp_path / "out", form=Form.JSON, at=NOON)
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            text = (tmp_path / "out" / f"{model._meta.label_lower}.json").read_text("utf-8")
            assert len(text.splitlines()) == rows[model._meta.label]
    assert rows["audit.User"] == 11


def test_sealed_values_are_opened_and_erased_ones_are_gone(history, line, tmp_path):
    export_all(tmp_path / "out", form=Form.JSON, at=NOON)
    row = json.loads((tmp_path / "out" / "register.listentry.json").read_text("utf-8"))
    assert row["sealed"]["raw"] == {"Ім'я": "Вихор"}
    destroy_keys([line.key], at=NOON)
    export_all(tmp_path / "again", form=Form.JSON, at=NOON)
    text = (tmp_path / "again" / "register.listentry.json").read_text("utf-8")
    assert json.loads(text)["sealed"] is None


def test_no_cell_starts_a_formula(line, tmp_path):
    export_all(tmp_path / "out", form=Form.CSV, at=NOON)
    for path in (tmp_path / "out").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in row)
    assert "'=cmd" in (tmp_path / "out" / "register.listentry.csv").read_text("utf-8-sig")


def test_neither_keys_nor_passwords_are_in_it(people, line, tmp_path):
    export_all(tmp_path / "out", form=Form.JSON, at=NOON)
    everything = "".join(p.read_text("utf-8") for p in (tmp_path / "out").glob("*.json"))
    assert people["signer"].password not in everything
    assert bytes(line.key.wrapped).hex() not in everything
    assert people["signer"].email in everything


@pytest.mark.skipif(os.name == "nt", reason="file modes have no meaning there")
def test_only_its_owner_reads_it(history, tmp_path):
    export_all(tmp_path / "out", form=Form.CSV, at=NOON)
    for path in (tmp_path / "out").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_the_files_of_the_lists_are_in_it_as_they_came(people, tmp_path):
    text = table(*ROWS)
    made = bring(people, text=text.encode())
    export_all(tmp_path / "out", form=Form.JSON, at=NOON)
    (file,) = (tmp_path / "out" / "files").iterdir()
    assert (file.name, file.read_text("utf-8")) == (f"{made.receipt}.csv", text)


def test_it_replaces_nothing(db, tmp_path):
    (tmp_path / "mine.txt").write_text("precious")
    with pytest.raises(CannotExport, match="not empty"):
        export_all(tmp_path, form=Form.CSV, at=NOON)


def test_every_sealed_field_is_known():
    """A new sealed field must be opened here, or it would leave unread."""
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.concrete_fields:
                name = f"{model._meta.label}.{field.name}"
                if isinstance(field, models.BinaryField) and "sealed" in field.name:
                    assert name in SEALED
                assert name not in LEFT_OUT or name not in SEALED
