"""What a page works out of its viewer's rights is that viewer's, and is gone with the page."""

import pytest
from django.test import Client
from django.utils import timezone
from exchange.exchanging import opened
from talks.talking import IN_CONFIDENCE, negotiator

from wayhome.apps.audit.middleware import OnePage
from wayhome.apps.audit.models import RoleGrant
from wayhome.apps.audit.once import keys_for_page, one_page
from wayhome.apps.exchange.models import Exchange
from wayhome.apps.exchange.selectors.exchanges import exchanges_visible_to
from wayhome.apps.talks.models import Confidentiality, Process

pytestmark = pytest.mark.django_db


def every(viewer):
    return Exchange.objects.filter(commitment__process__partition=viewer.party)


@pytest.fixture
def confidential(parties):
    return opened(parties, filing=IN_CONFIDENCE)


def test_two_viewers_of_one_page_never_share_an_answer(parties, confidential):
    made, keeper = confidential
    north = negotiator("Northland Bureau")
    for first, second in ((keeper, north), (north, keeper)):
        with one_page():
            seen = {user: list(exchanges_visible_to(user)) for user in (first, second)}
        assert seen == {keeper: [made], north: []}
    with one_page():
        assert keys_for_page(keeper, every) == [made.pk]
        assert keys_for_page(north, every) == []


def test_it_is_asked_keys_for_page_and_each_time_outside(confidential, django_assert_num_queries):
    made, keeper = confidential
    with one_page():
        keys_for_page(keeper, every)
        with django_assert_num_queries(0):
            assert keys_for_page(keeper, every) == [made.pk]
    Process.objects.update(partition=negotiator("Northland Bureau").party)
    with one_page():
        assert keys_for_page(keeper, every) == []
    assert keys_for_page(keeper, every) is None


def test_a_right_that_changed_counts_on_the_next_request(parties, confidential, signed_in):
    made, keeper = confidential
    north, page = negotiator("Northland Bureau"), f"/exchanges/{confidential[0].uid}/"
    clients = {}
    for user in (keeper, north):
        clients[user] = Client()
        signed_in(clients[user], user)

    def opens():
        return {user: client.get(page).status_code for user, client in clients.items()}

    assert opens() == {keeper: 200, north: 404}
    for model in (Process, type(made.commitment)):
        model.objects.update(confidentiality=Confidentiality.PUBLIC)
    assert opens() == {keeper: 200, north: 200}
    RoleGrant.objects.filter(user=keeper).update(revoked_at=timezone.now())
    assert opens() == {keeper: 404, north: 200}
    Process.objects.update(confidentiality=Confidentiality.MEDIATOR)
    assert opens() == {keeper: 404, north: 404}


def test_a_request_that_changes_something_sees_its_own_changes(rf, confidential):
    """Nothing is kept while a form is taken in: what it changed counts for the answer it gives."""
    made, _keeper = confidential
    north = negotiator("Northland Bureau")
    seen = {}

    def answer(request):
        before = list(exchanges_visible_to(north))
        for model in (Process, type(made.commitment)):
            model.objects.update(confidentiality=Confidentiality.PUBLIC)
        seen[request.method] = (before, list(exchanges_visible_to(north)))
        for model in (Process, type(made.commitment)):
            model.objects.update(confidentiality=Confidentiality.MEDIATOR)

    for request in (rf.get("/"), rf.post("/")):
        OnePage(answer)(request)
    assert seen == {"GET": ([], []), "POST": ([], [made])}
