"""Health, next of kin and contact are shown to those who may see them, on one page, on request."""

import pytest
from access_table import ROWS, SECRETS
from django.http import Http404
from test_access_matrix import ADDRESSES, asked, path_of, staff, worlds  # noqa: F401  fixtures

from conftest import NOON
from wayhome.apps.audit.gate import PUBLIC
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.policies import TABLE
from wayhome.apps.register.services.judgements import propose_judgement

pytestmark = pytest.mark.django_db
OPENS = "register:sealed"


def shown_by(name, user, method, thing):
    """Everything the answer holds, headers too."""
    request = asked(user, method, path_of(name, thing))
    try:
        response = ADDRESSES[name].callback(request, **(thing or {}))
    except Http404:
        return ""
    body = b"".join(response) if response.streaming else response.content
    return f"{response.headers}{body.decode('utf-8', errors='replace')}"


def told(text):
    return {field for field, secret in SECRETS.items() if secret in text}


def test_no_page_tells_what_lies_sealed(staff, worlds):  # noqa: F811
    for world in worlds.values():
        for row in ROWS.values():
            if row.about:
                world.arguments(row.about)
    leaks = set()
    for name, row in ROWS.items():
        if row.permission == PUBLIC or name == OPENS or "GET" not in row.methods:
            continue
        for (party, role), user in staff.items():
            if TABLE[row.permission].allows(user):
                thing = worlds[party].arguments(row.about) if row.about else None
                leaks |= {
                    f"{name} shows {field} to {role} of {party}"
                    for field in told(shown_by(name, user, "GET", thing))
                }
    assert not leaks, "\n".join(sorted(leaks)[:30])


def test_who_may_opens_it_and_the_reading_is_written_down(staff, worlds):  # noqa: F811
    thing = worlds["north"].arguments("line")
    for (party, role), user in staff.items():
        may = TABLE[ROWS[OPENS].permission].allows(user) and party in ("north", "keeper")
        before = Read.objects.count()
        text = shown_by(OPENS, user, "POST", thing)
        assert {"health", "next_of_kin"} <= told(text) if may else not told(text), (party, role)
        assert (Read.objects.count() > before) is may


def test_nothing_of_it_lies_readable_in_the_database(staff, worlds, django_db_blocker):  # noqa: F811
    from django.apps import apps  # noqa: PLC0415

    world = worlds["keeper"]
    a, b = world.entries[0], world.entries[1]
    propose_judgement(
        entry_a=a, entry_b=b, verdict="same", reason="as seen", by=world.staff["reviewer"], at=NOON
    )
    for model in apps.get_app_config("register").get_models():
        for row in model.objects.values():
            assert not told(str(row)), model.__name__
