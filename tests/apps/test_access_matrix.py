"""Every address x method x role x party, and whose thing it is. See access_table/ to add one."""

import re
from collections.abc import Iterator

import pytest
from access_table import ABSENT, ENTRANCE, ROWS, Row, World
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver, reverse

from conftest import NOON, sign_in
from wayhome.apps.audit.gate import PUBLIC
from wayhome.apps.audit.models import Organisation, Role, RoleGrant, User
from wayhome.apps.audit.policies import TABLE
from wayhome.web import context

pytestmark = pytest.mark.django_db
THERE = "there"
METHODS = ("GET", "POST", "PUT", "DELETE")
ADD = "Add it to ROWS in tests/apps/access_table/: its docstring shows how."
OFFICES = {"keeper": "Lantern Agency", "north": "Northland Bureau", "south": "Southland Bureau"}


def addresses(resolver=None, space="") -> Iterator[tuple[str, URLPattern]]:
    """Every address, by its name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield space + (entry.name or str(entry.pattern)), entry
        else:
            yield from addresses(entry, f"{space}{entry.namespace}:" if entry.namespace else space)


ADDRESSES = dict(addresses())


def test_every_address_has_a_row():
    missing = sorted(ADDRESSES.keys() - ROWS.keys() - ENTRANCE.keys())
    assert not missing, f"No row for {', '.join(missing)}. {ADD}"


def test_every_row_has_an_address():
    gone = sorted((ROWS.keys() | ENTRANCE.keys()) - ADDRESSES.keys())
    assert not gone, f"No such address any more: {', '.join(gone)}. Take it out of access_table/."


def test_every_view_states_what_its_row_says():
    wrong = []
    for name, row in ROWS.items():
        view = ADDRESSES[name].callback if name in ADDRESSES else None
        stated = (getattr(view, "permission", "none"), tuple(getattr(view, "methods", ())))
        if view and stated != (row.permission, row.methods):
            wrong.append(f"{name}: the view says {stated}")
        assert row.permission == PUBLIC or row.permission in TABLE
    assert not wrong, (
        f"{'; '.join(wrong)}. Every view stands under @page; where view and row in "
        "tests/apps/access_table/ differ, change the one that is wrong."
    )


@pytest.fixture
def staff(parties):
    """Of every party one account of every role, by that role alone."""
    made = {}
    for key, office in OFFICES.items():
        for role in Role.values:
            user = User.objects.create_user(
                f"{role}@{key}.example",
                "x",
                display_name=role,
                organisation=Organisation.objects.get(name=office),
            )
            RoleGrant.objects.create(user=user, role=role, granted_at=NOON)
            made[key, role] = user
    return made


@pytest.fixture
def worlds(parties, staff):
    return {
        key: World(parties[key], {role: staff[key, role] for role in Role.values})
        for key in OFFICES
    }


def path_of(name: str, arguments: dict[str, object] | None) -> str:
    """The address of this thing; of nothing that is there when `arguments` is None."""
    if arguments is None:
        kinds = re.findall(r"<(\w+):(\w+)>", str(ADDRESSES[name].pattern))
        arguments = {argument: ABSENT[kind] for kind, argument in kinds}
    return reverse(name, kwargs=arguments)


def asked(user, method: str, path: str):
    """A request as it stands before a view, from somebody who has just proven who they are."""
    request = RequestFactory().generic(method, path)
    request.user, request.htmx, request.session = user, False, SessionStore()
    request._messages = CookieStorage(request)
    request._dont_enforce_csrf_checks = True
    shown = [{"method": "password", "at": 2e9}]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = shown
    request.session["account_authentication_methods_user"] = str(user.pk)
    return request


def status_of(name: str, user, method: str, arguments: dict[str, object] | None) -> int:
    """What the view answers, and nothing stays changed."""
    request = asked(user, method, path_of(name, arguments))
    taken = arguments
    if taken is None:
        taken = get_resolver().resolve(request.path_info).kwargs
    with transaction.atomic():
        try:
            return ADDRESSES[name].callback(request, **taken).status_code
        except Http404:
            return 404
        finally:
            transaction.set_rollback(True)


def sees(row: Row, viewer: str, owner: str | None) -> bool:
    """Whether a viewer of that party may see the thing of that owner."""
    if not row.about:
        return True
    return owner == viewer or (viewer == "keeper" and row.seen == "within" and owner is not None)


def expected(row: Row, user: User, viewer: str, method: str, owner: str | None) -> set[int] | str:
    if not TABLE[row.permission].allows(user):
        return {404}
    if method not in row.methods:
        return {405}
    if not sees(row, viewer, owner):
        return {404}
    return THERE


def right(wanted: set[int] | str, got: int, row: Row) -> bool:
    if wanted == THERE:
        return got < 500 and got not in (401, 403, 405) and (got != 404 or bool(row.unless))
    return got in wanted


@pytest.fixture
def without_counts(monkeypatch):
    """Pages without what waits for their viewer, which takes longer than all else of them."""
    monkeypatch.setattr(context, "queues_for", lambda _viewer: [])


def test_nobody_reaches_more_than_the_rows_say(staff, worlds, without_counts):
    wrong = []
    for name, row in ROWS.items():
        if row.permission == PUBLIC or name not in ADDRESSES:
            continue
        owners: list[str | None] = [*worlds, None] if row.about else [None]
        things = {o: worlds[o].arguments(row.about) if o and row.about else None for o in owners}
        reached = 0
        for (viewer, role), user in staff.items():
            for method in METHODS:
                tried = (
                    owners if expected(row, user, viewer, method, viewer) == THERE else owners[-2:]
                )
                for owner in tried:
                    wanted = expected(row, user, viewer, method, owner)
                    got = status_of(name, user, method, things[owner])
                    reached += wanted == THERE and got < 400
                    if not right(wanted, got, row):
                        wrong.append(f"{name}, {viewer} {role} {method} of {owner}: {got}")
        wrong += [
            f"{name}, anonymous {method}: not sent to log in"
            for method in METHODS
            if status_of(name, AnonymousUser(), method, things[owners[0]]) != 302
        ]
        if not (reached or row.unless):
            wrong.append(f"{name}: nobody reaches it, so nothing was shown")
    told = "\n".join(wrong[:30])
    assert not wrong, f"{len(wrong)} answers are not what tests/apps/access_table/ says:\n{told}"


def page_of(response):
    """Status and page, but for the token that differs each time and the address typed."""
    told = response.content.decode(errors="surrogateescape")
    text = re.sub(r'(name="(?:csrfmiddlewaretoken|next)" value=")[^"]*', r"\1", told)
    return response.status_code, text


def test_no_right_and_not_there_are_one_page(staff, worlds):
    """Through the whole stack: the same bytes as for an address that does not exist."""
    for row in ROWS.values():
        if row.about:
            worlds["south"].arguments(row.about)  # all first: what waits shows in the frame
    clients = {key: sign_in(Client(), user) for key, user in staff.items()}
    nothing = {key: page_of(client.get("/no/such/page/")) for key, client in clients.items()}
    assert {status for status, _ in nothing.values()} == {404}
    wrong = []
    for name, row in ROWS.items():
        if row.permission == PUBLIC or name not in ADDRESSES:
            continue
        method = row.methods[0].lower()
        may = [key for key, user in staff.items() if TABLE[row.permission].allows(user)]
        may_not = [key for key in staff if key not in may]
        asks = [(may_not[0], None)] if may_not else []
        if row.about:
            theirs = worlds["south"].arguments(row.about)
            asks += [(key, None) for key in may[:1]]
            asks += [(key, theirs) for key in may if key[0] == "north"][:1]
            asks += [(key, theirs) for key in may_not if key[0] == "south"][:1]
        for key, thing in asks:
            got = page_of(getattr(clients[key], method)(path_of(name, thing)))
            if got != nothing[key]:
                wrong.append(f"{name} for {key}: {got[0]}")
    assert not wrong, "Not the page of an address that does not exist: " + "; ".join(wrong)


@pytest.mark.parametrize("method", METHODS)
def test_from_outside_only_the_entrance_is_open(client, method):
    for name, whom in ENTRANCE.items():
        answer = client.generic(method, path_of(name, None))
        if whom == "anybody":
            assert answer.status_code in (200, 302, 405), name
        else:
            assert answer.status_code in (302, 404, 405), name
            assert answer.get("Location", "/accounts/login/").startswith("/accounts/login/"), name


@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "password/reset/", "confirm-email/", "login/code/", "inactive/", "2fa/",
     "factor/key/login/", "recovery-codes/", "3rdparty/", ""],
)  # fmt: skip
def test_what_allauth_also_offers_is_not_there(client, db, path):
    for method in METHODS:
        assert client.generic(method, f"/accounts/{path}").status_code == 404


@pytest.mark.parametrize("key", [("keeper", "administrator"), ("keeper", "auditor")])
def test_administrators_and_auditors_see_no_person(staff, key):
    user = staff[key]
    about_persons = {p for p in TABLE if p.startswith("register.")}
    assert not {p for p in about_persons if user.has_perm(p)}
