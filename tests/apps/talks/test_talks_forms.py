"""Proof by lines of the register, translations taken back, more sides, reads written down."""

import pytest
from django.test import Client
from django.utils.translation import override
from register.judging import lines, person_list
from talks.talking import IN_CONFIDENCE, PUBLIC, negotiator, one_of_each, promise, talks

from conftest import NOON, sign_in
from wayhome.apps.audit.models import Read, Role
from wayhome.apps.talks.models import Delivery, Side, Translation
from wayhome.apps.talks.selectors.named_lines import NoSuchLines, appearances_named
from wayhome.apps.talks.selectors.words import counted, quantity_in_words
from wayhome.apps.talks.services.deliveries import record_delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(people):
    return negotiator("Lantern Agency", Role.REGISTRAR)


@pytest.fixture
def desk(by):
    return sign_in(Client(), by)


@pytest.fixture
def table(by, parties):
    return talks(by, parties=parties)


@pytest.fixture
def held(by):
    """Lines 2 to 6 of a list."""
    return person_list(by.organisation, by, "held", lines(by.party, list("abcde")))


def handed_over(process, made, north, **given):
    return {
        "commitment": made.uid, "giver": north.uid, "quantity": 2, "unit": "captive",
        "day": "2026-02-21", "counter": "Observatory", "counting_rule": "heads",
        "confidentiality": "public", **given,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "named"),
    [("3", [3]), ("2-4, 6", [2, 3, 4, 6]), ("6 2 – 3", [2, 3, 6]), ("", [2, 3, 4, 5, 6])],
)
def test_a_delivery_is_tied_to_the_lines_that_prove_it(desk, by, table, held, written, named):
    process, north, _south = table
    made = promise(north, by, value=2, comparator="exactly")
    given = handed_over(process, made, north, proving_list=held.uid, proving_lines=written)
    answer = desk.post(f"/talks/{process.uid}/enter/delivery/", given)
    assert answer.status_code == 302, answer.content.decode()
    tied = Delivery.objects.get().appearances.order_by("line")
    assert list(tied.values_list("line", flat=True)) == named


@pytest.mark.parametrize("written", ["1-3", "7", "3-2", "two", "2-", "²"])
def test_lines_that_are_not_there_are_refused(by, held, written):
    with pytest.raises(NoSuchLines):
        appearances_named(held, written, by)


def test_a_refused_proof_is_told_at_its_field(desk, by, table, held):
    process, north, _south = table
    made = promise(north, by, value=2, comparator="exactly")
    address = f"/talks/{process.uid}/enter/delivery/"
    for more, told in (
        ({"proving_lines": "2"}, "of which list"),
        ({"proving_list": held.uid, "proving_by": "answers"}, "No answer to these lines"),
        ({"proving_list": held.uid, "proving_lines": "9"}, "no lines 9 to 9"),
    ):
        page = desk.post(address, handed_over(process, made, north, **more))
        assert told in page.content.decode()
    assert not Delivery.objects.exists()


def test_who_may_not_see_lines_sees_how_many_prove_it_and_on_which_list(by, table, held):
    process, north, _south = table
    made = promise(north, by, value=2, comparator="exactly")
    proven = [one.entry for one in held.appearances.order_by("line")[:3]]
    delivery = record_delivery(
        commitment=made, giver=north, quantity=3, unit="captive", day="2026-02-21",
        counter="Observatory", counting_rule="heads", entries=proven, by=by, at=NOON,
        filing=PUBLIC,
    )  # fmt: skip
    alone = sign_in(Client(), negotiator())
    assert "proving_list" not in alone.get(f"/talks/{process.uid}/enter/delivery/").content.decode()
    page = alone.get(f"/talks/deliveries/{delivery.uid}/rows/").content.decode()
    assert "3 lines of the register prove it" in page
    assert f"/lists/{held.uid}/" in page
    assert "/lines/" not in page
    other = sign_in(Client(), negotiator("Northland Bureau", Role.REGISTRAR))
    page = other.get(f"/talks/deliveries/{delivery.uid}/rows/").content.decode()
    assert "known only to the institution" in page
    assert str(held.uid) not in page
    assert "3 lines" not in page


def test_a_translation_is_taken_back_for_a_reason(desk, by, table):
    rows = one_of_each(by, *table)
    made = Translation.objects.get(wording=rows.statement.wording)
    page = f"/talks/rows/statement/{rows.statement.uid}/"
    address = f"{page}translations/{made.uid}/withdraw/"
    assert address in desk.get(page).content.decode()
    assert desk.post(address, {"reason": ""}).status_code == 200
    assert desk.post(address, {"reason": "Not what was said"}).status_code == 302
    made.refresh_from_db()
    assert made.withdrawn_by == by
    assert "We agree." not in desk.get(page).content.decode()
    assert desk.get(address).status_code == 404


def test_talks_of_more_than_two_sides_are_opened_at_once(desk, parties):
    given = {"title": "Talks of four", "first_side": "Northland", "second_side": "Southland",
             "third_side": "Eastland", "confidentiality": "public"}  # fmt: skip
    answer = desk.post("/talks/new/", {**given, "fourth_party": parties["north"].uid})
    assert "Name the side" in answer.content.decode()
    desk.post("/talks/new/", {**given, "fourth_side": "Westland"})
    names = list(Side.objects.order_by("pk").values_list("name", flat=True))
    assert names == ["Northland", "Southland", "Eastland", "Westland"]


class Noticed:
    """Which keys were written down as seen since it was last asked."""

    def __init__(self, user):
        self.user, self.last = user, 0

    def __call__(self):
        found = Read.objects.filter(by=self.user, pk__gt=self.last)
        keys = set(found.values_list("about", flat=True))
        self.last = max([self.last, *found.values_list("pk", flat=True)])
        return keys


def test_whoever_sees_a_row_in_confidence_is_written_down_and_nobody_for_what_is_public(
    desk, by, table
):
    process, *_sides = table
    public = one_of_each(by, *table)
    secret = one_of_each(by, *table, IN_CONFIDENCE, mark=" whispered")
    hidden = {row.key_id for name, row in vars(secret).items() if name != "report"}
    hidden |= set(secret.commitment.wordings.values_list("key", flat=True))
    noticed = Noticed(by)
    desk.get(f"/talks/{process.uid}/")
    assert noticed() == hidden
    for address, rows in (
        (f"/talks/{process.uid}/record.json", hidden),
        (f"/talks/rows/position/{secret.position.uid}/", {secret.position.key_id}),
        (f"/talks/rows/position/{public.position.uid}/", set()),
        (f"/talks/rounds/{secret.round.uid}/", {secret.round.key_id, secret.outcome.key_id}),
        (f"/talks/commitments/{secret.commitment.uid}/counts/", {secret.delivery.key_id}),
        (f"/talks/deliveries/{secret.delivery.uid}/rows/", {secret.delivery.key_id}),
        (f"/talks/{process.uid}/enter/response/", {secret.proposal.key_id}),
        (f"/talks/{process.uid}/sheet/", set()),
    ):
        assert desk.get(address).status_code == 200
        keys = noticed()
        assert rows <= keys, address
        assert rows or not keys, address


@pytest.mark.parametrize(
    ("number", "unit", "told"),
    [(1, "captive", "1 captive"), (2, "captive", "2 captives"), (1200, "body", "1,200 bodies"),
     (1, "child", "1 child"), (339, "document_name", "339 names on a list")],
)  # fmt: skip
def test_units_take_the_form_that_the_number_asks_for(number, unit, told):
    with override("en"):
        assert counted(unit, number) == told


def test_a_comparison_stands_before_the_number_and_its_unit(by, table):
    _process, north, _south = table
    made = promise(north, by, value=1, comparator="at_least")
    with override("en"):
        assert quantity_in_words(made.wordings.get()) == "at least 1 captive"
