"""Run by test_check_at_console.py in a process of its own: a small register, and `wayhome check`.

Prints what the command says of each line to each account, and what the history keeps, as JSON.
"""
# ruff: noqa: E402 -- Django is set up before its models are imported

import contextlib
import io
import json
import os
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1])]
os.environ["WAYHOME_PLAIN_HTTP"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "wayhome.web.settings"

import django

django.setup()

from django.db import connection, transaction
from register.judging import lines, person_list

from conftest import NOON
from wayhome.apps.audit.models import Entry, Organisation, Party, Read, Role, RoleGrant, User
from wayhome.cli import main
from wayhome.engines.linkage import linking

HEADER = "Surname,Given names,Patronymic,Date of birth,Number\n"
WRITTEN = (
    ("Aldren", "Tomas", "Petrov", "1990-04-12", "A-100"),
    ("Brenna", "Ilya", "Markov", "1985-11-02", "B-200"),
    ("Jorven", "Maksim", "Titov", "1980-07-07", "J-300"),
)
FOLDER = Path(os.environ["WAYHOME_DATA"])


def office(name: str, *, keeps: bool = False) -> Organisation:
    kind = "neutral" if keeps else "belligerent"
    party = Party.objects.create(name=name, kind=kind, keeps_register=keeps)
    return Organisation.objects.create(name=f"{name} Office", party=party)


def account(of: Organisation, role: str) -> User:
    user = User(email=f"{of.pk}-{role}@example.org", display_name=role, organisation=of)
    user.save()
    RoleGrant.objects.create(user=user, role=role, granted_at=NOON)
    return user


@transaction.atomic
def register() -> list[str]:
    """Northland holds three; a list of the dead of Southland's names one. Accounts by e-mail."""
    keeper, north, south = office("Lantern", keeps=True), office("Northland"), office("Southland")
    by = account(keeper, Role.REVIEWER)
    names = ("surname", "given_names", "patronymic", "birth_date", "number")
    for of, kind, which in ((north, "held", (0, 1, 2)), (south, "deceased", (0,))):
        entries = lines(of.party, [WRITTEN[one][0] for one in which])
        for entry, one in zip(entries, which, strict=True):
            for name, value in zip(names, WRITTEN[one], strict=True):
                setattr(entry, name, value)
            entry.save()
        person_list(of, by, kind, entries)
    others = [account(north, Role.REGISTRAR), account(north, Role.ADMINISTRATOR)]
    return [one.email for one in (by, *others)]


def check(account: str) -> dict[str, object]:
    """What the command prints, and its exit code."""
    out, err = io.StringIO(), io.StringIO()
    sys.argv = ["wayhome", "check", str(FOLDER / "list.csv"), "--against", str(FOLDER),
                "--account", account, "--as-of", "2026-03-01", "--format", "json"]  # fmt: skip
    code: object = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
    told = json.loads(out.getvalue()) if code == 0 else {}
    found = {
        str(one["line"]): [[f["finds"], f["said_by"]] for f in one["found"]]
        for one in told.get("lines", ())
    }
    return {"code": code, "found": found, "said": err.getvalue()}


linking.CHANCE_PAIRS = 5_000  # type: ignore[attr-defined]
accounts = register()
rows = "".join(",".join(one) + "\n" for one in WRITTEN)
(FOLDER / "list.csv").write_text(HEADER + rows, encoding="utf-8")
told = [check(one) for one in (*accounts, "nobody@example.org")]
print(  # noqa: T201 -- what the test reads
    json.dumps(
        {
            "database": connection.vendor,
            "told": told,
            "accounts": accounts,
            "history": Entry.objects.filter(act="list_checked").count(),
            "read_by": sorted({one.by.email for one in Read.objects.all()}),
        }
    )
)
