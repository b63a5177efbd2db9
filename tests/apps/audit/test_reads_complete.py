"""Whoever is shown a line is logged as having seen it: tried on every address there is."""

import pytest
from access_table import ROWS
from django.db.models import Max
from django.http import Http404
from test_access_matrix import ADDRESSES, asked, path_of, staff, worlds  # noqa: F401  fixtures

from wayhome.apps.audit.gate import PUBLIC
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.policies import TABLE
from wayhome.apps.register.services.name_keys import write_name_keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def lined(worlds):  # noqa: F811
    """One of everything of every party; each line bears a name that nothing else has."""
    for party, world in worlds.items():
        for row in ROWS.values():
            if row.about:
                world.arguments(row.about)
        for place, entry in enumerate(world.entries):
            entry.refresh_from_db()
            entry.surname = f"Quorv{party}{'abc'[place]}"
            entry.save(update_fields=["surname"])
        write_name_keys(world.entries)
    return worlds


def shown_to(user, name, thing):
    """What the address answers, in full."""
    request = asked(user, "GET", path_of(name, thing))
    try:
        answer = ADDRESSES[name].callback(request, **(thing or {}))
    except Http404:
        return ""
    content = b"".join(answer) if answer.streaming else answer.content
    return content.decode("utf-8", errors="replace")


def unwritten_of(name, user, owner_world, lined):
    """The lines that an address shows this account and does not log."""
    row = ROWS[name]
    thing = owner_world.arguments(row.about) if row.about else None
    last = Read.objects.aggregate(last=Max("pk"))["last"] or 0
    text = shown_to(user, name, thing)
    shown = [each for world in lined.values() for each in world.entries if each.surname in text]
    written = Read.objects.filter(pk__gt=last, by=user).values_list("about", flat=True)
    return {each.surname for each in shown} - {
        each.surname for each in shown if each.key_id in set(written)
    }


def test_every_line_shown_is_written_down_as_seen(staff, lined):  # noqa: F811
    unwritten = set()
    for name, row in ROWS.items():
        if row.permission == PUBLIC or "GET" not in row.methods:
            continue
        for (party, role), user in staff.items():
            if party != "south" and TABLE[row.permission].allows(user):
                for owner in {party, "north"} if row.about else {party}:
                    missed = unwritten_of(name, user, lined[owner], lined)
                    unwritten |= {f"{name} to {role} of {party}" for _line in missed}
    assert not unwritten, (
        f"Lines are shown and no read of them is logged: {'; '.join(sorted(unwritten))}. "
        "Call log_reads in the view, with every line it shows, before it answers."
    )


def test_the_names_are_found_where_lines_are_shown(staff, lined):  # noqa: F811
    """The test above would see a page that shows a line: here is one."""
    user = staff["north", "reviewer"]
    text = shown_to(user, "register:line", lined["north"].arguments("line"))
    assert lined["north"].entries[0].surname in text
