"""Lines, lists and judgements of invented people for the tests of the history."""

import io
import json
import subprocess
import sys
import zipfile

from django.db import transaction

from conftest import NOON
from wayhome.apps.audit.models import Organisation, SubjectKey
from wayhome.apps.audit.services import Part, new_key, record, seal
from wayhome.apps.register.models import ListEntry
from wayhome.apps.register.services.imports import (
    commit_import,
    confirm_mapping,
    start_import,
)

SOUGHT = """Surname,Given name,Date of birth,Number,Health,Next of kin
Вихор,Орест,1987-05-02,A-100,wounded,Марта Вихор
Gale,Martin,1990-01-11,A-101,,
"""


def a_line(party, at=NOON, follows=None, **written):
    key = new_key(SubjectKey.About.LINE)
    sealed = seal(key, json.dumps({"raw": written}).encode(), purpose="line")
    return ListEntry.objects.create(
        partition=party,
        key=key,
        digest=key.uid.bytes,
        sealed=sealed,
        entered_at=at,
        follows=follows,
        **written,
    )


def done(*keys, by, act="person_entered", at=NOON, **details):
    """An entry of the history about these subjects."""
    with transaction.atomic():
        return record(act=act, by=by, at=at, parts=[Part(key, details) for key in keys])


def a_list(by, content=SOUGHT, office="Lantern Agency", name="sought.csv", **more):
    job = start_import(
        by=by,
        organisation=Organisation.objects.get(name=office),
        kind="sought",
        title="Sought in spring",
        as_of_date="2026-03-01",
        file_name=name,
        content=content.encode() if isinstance(content, str) else content,
        at=NOON,
        **more,
    )
    columns = {
        "Surname": "surname",
        "Given name": "given_names",
        "Date of birth": "birth_date",
        "Number": "number",
        "Health": "health",
        "Next of kin": "next_of_kin",
    }
    header = SOUGHT.splitlines()[0].split(",")
    job = confirm_mapping(job=job, mapping={columns[name]: name for name in header}, by=by, at=NOON)
    return commit_import(job=job, by=by, at=NOON)


def check_offline(pack, folder, *arguments):
    """What the pack's own program says of it: exit code and output."""
    path = folder / "pack.zip"
    path.write_bytes(pack)
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        (folder / "verify.py").write_bytes(archive.read("verify.py"))
    run = subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py"), str(path), *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        check=False,
    )
    return run.returncode, run.stdout


def shown_in(pack):
    """The details a pack shows."""
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        if "details.json" not in archive.namelist():
            return []
        return [part["details"] for part in json.loads(archive.read("details.json"))["parts"]]


def altered(pack, name, change):
    """The pack with one file changed."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(pack)) as old, zipfile.ZipFile(result, "w") as new:
        for each in old.namelist():
            content = old.read(each)
            new.writestr(each, change(content) if each == name else content)
    return result.getvalue()
