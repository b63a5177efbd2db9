"""Every verb records, refuses what it must, and can be taken back."""

import json

import pytest
from talks.talking import (
    IN_CONFIDENCE,
    PUBLIC,
    WORDS,
    negotiator,
    one_of_each,
    promise,
    shared,
    talks,
)

from conftest import NOON
from wayhome.apps.audit.models import Entry, EntryPart, Role
from wayhome.apps.audit.selectors.history import SENTENCES
from wayhome.apps.audit.services.evidence import open_parts
from wayhome.apps.talks.models import Kept, Process, Proposal, Response, Side
from wayhome.apps.talks.selectors.consequences import consequences_of
from wayhome.apps.talks.selectors.reports import passage_of, text_of
from wayhome.apps.talks.selectors.rows import visible
from wayhome.apps.talks.selectors.subjects import kinds
from wayhome.apps.talks.services.commitments import Put, record_commitment
from wayhome.apps.talks.services.deliveries import record_delivery
from wayhome.apps.talks.services.filing import CannotRecord, Filing, Words
from wayhome.apps.talks.services.processes import add_side
from wayhome.apps.talks.services.proposals import record_proposal, record_response
from wayhome.apps.talks.services.reports import keep_report
from wayhome.apps.talks.services.rounds import Meeting, record_delegation, record_round
from wayhome.apps.talks.services.sharing import share
from wayhome.apps.talks.services.statements import (
    add_translation,
    record_statement,
    withdraw_translation,
)
from wayhome.apps.talks.services.terms import Deadline, Given, fields_of
from wayhome.apps.talks.services.undoing import withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(people):
    return negotiator()


@pytest.fixture
def table(by, parties):
    """The process and its two sides."""
    return talks(by, parties=parties)


@pytest.fixture
def rows(by, table):
    return one_of_each(by, *table)


def test_every_kind_is_recorded_with_one_entry_each(by, rows):
    made = [row for row in vars(rows).values() if isinstance(row, Kept)]
    assert {type(row) for row in made} | {Process} == set(kinds())
    acts = list(Entry.objects.order_by("pk").values_list("act", flat=True))
    assert len(acts) == 1 + len(made)
    assert set(acts) <= set(SENTENCES)
    assert all(row.recorded_by == by and row.recorded_at == NOON for row in made)


def test_what_is_said_is_in_no_fact_of_the_history(rows):
    leaves = " ".join(Entry.objects.values_list("leaf", flat=True))
    for word in ("Norden", "згодні", "Courier", "Ford", "crossed", "Captives"):
        assert word not in leaves
    sealed = b"".join(bytes(part) for part in EntryPart.objects.values_list("sealed", flat=True))
    assert "згодні".encode() not in sealed


def test_a_proposal_is_not_a_commitment(by, table):
    _process, north, south = table
    offered = record_proposal(proposed_by=north, gist="3,000 bodies", by=by, at=NOON)
    noted = record_response(proposal=offered, given_by=south, kind="noted", by=by, at=NOON)
    ours = Put(terms=Given(unit="body", comparator="exactly", value=3000), side=north)
    with pytest.raises(CannotRecord, match="accepted"):
        record_commitment(title="x", bound=[south], accepted=[noted], by=by, at=NOON)
    with pytest.raises(CannotRecord, match="not a commitment"):
        record_commitment(title="x", bound=[south], wordings=[ours], by=by, at=NOON)
    assert record_commitment(title="x", bound=[north], wordings=[ours], by=by, at=NOON).pk


def test_a_side_neither_proposes_to_nor_answers_itself(by, table):
    _process, north, south = table
    with pytest.raises(CannotRecord):
        record_proposal(proposed_by=north, to=[north], gist="x", by=by, at=NOON)
    offered = record_proposal(proposed_by=north, to=[south], gist="x", by=by, at=NOON)
    with pytest.raises(CannotRecord):
        record_response(proposal=offered, given_by=north, kind="accepted", by=by, at=NOON)
    with pytest.raises(CannotRecord, match="not of the side"):
        record_response(
            proposal=offered, given_by=south, kind="countered", counter=offered, by=by, at=NOON
        )
    other = record_proposal(proposed_by=south, gist="y", by=by, at=NOON)
    with pytest.raises(CannotRecord, match="counter-proposal"):
        record_response(
            proposal=offered, given_by=south, kind="noted", counter=other, by=by, at=NOON
        )


@pytest.mark.parametrize(
    "meeting",
    [
        {"start": "yesterday"}, {"number": 3}, {"number_basis": "stated"}, {"format": "telepathy"},
        {"place": "x" * 201}, {"duration_minutes": -1}, {"duration_minutes": 3_000_000_000},
        {"duration_comparator": "roughly"},
    ],
)  # fmt: skip
def test_a_round_is_refused_with_a_sentence(by, table, meeting):
    with pytest.raises(CannotRecord) as refused:
        record_round(process=table[0], meeting=Meeting(**meeting), by=by, at=NOON)
    assert str(refused.value).endswith(".")
    assert "x" * 50 not in str(refused.value)


@pytest.mark.parametrize(
    "terms",
    [
        {"comparator": "all", "value": 3}, {"comparator": "at_least"},
        {"comparator": "range", "value": 5}, {"comparator": "range", "value": 5, "value_max": 4},
        {"comparator": "exactly", "value": 5, "value_max": 6}, {"unit": "prisoner"},
        {"deadline": Deadline(sense="soon")},
    ],
)  # fmt: skip
def test_terms_that_contradict_themselves(by, table, terms):
    with pytest.raises(CannotRecord):
        record_proposal(proposed_by=table[1], gist="x", terms=Given(**terms), by=by, at=NOON)
    assert not Proposal.objects.exists()


def test_deadlines_say_where_their_day_comes_from():
    day = NOON.date()
    for due in (
        Deadline(latest=day),
        Deadline(latest=day, basis="unresolved"),
        Deadline(latest=day, basis="computed"),
        Deadline(latest=day, basis="computed", anchor="signing"),
        Deadline(earliest=day, latest=day.replace(day=1, month=1), basis="stated"),
    ):
        with pytest.raises(CannotRecord):
            fields_of(Given(deadline=due))
    told = Deadline(latest=day, basis="computed", anchor="signing", anchor_date=day)
    assert fields_of(Given(deadline=told))["deadline_latest"] == day


def test_a_delivery_has_one_counter_and_rows_one_can_see(by, table, people):
    _process, north, _south = table
    made = promise(north, by)
    given = {"commitment": made, "giver": north, "quantity": 1, "unit": "captive",
             "day": "2026-02", "counting_rule": "heads", "by": by, "at": NOON}  # fmt: skip
    for wrong in ({}, {"counted_by": north, "counter": "X"}, {"counter": "X", "receiver": north}):
        with pytest.raises(CannotRecord):
            record_delivery(**given, **wrong)
    for wrong in ({"quantity": -1}, {"day": ""}, {"counting_rule": " "}, {"unit": "x"}):
        with pytest.raises(CannotRecord):
            record_delivery(**{**given, **wrong}, counter="X")
    registrar = people["registrar"]
    assert record_delivery(**{**given, "by": registrar}, counter="X").counter == "X"
    with pytest.raises(CannotRecord):
        record_delivery(**{**given, "by": people["signer"]}, counter="X")


def test_only_negotiators_of_the_own_party_write(table, people, by):
    process = table[0]
    for who in (people["registrar"], people["northern"], negotiator("Northland Bureau")):
        with pytest.raises(CannotRecord):
            add_side(process=process, name="Observer", by=who, at=NOON)


def test_what_refers_to_a_row_is_not_seen_by_more(by, table, parties):
    process, north, _south = table
    secret = record_round(process=process, meeting=Meeting(place="Cave"), by=by, at=NOON)
    for filing in (PUBLIC, shared(parties["north"])):
        with pytest.raises(CannotRecord, match="More would see"):
            record_delegation(round=secret, side=north, by=by, at=NOON, filing=filing)
    made = record_delegation(round=secret, side=north, by=by, at=NOON)
    with pytest.raises(CannotRecord, match="More would see"):
        share(row=made, confidentiality="public", by=by, at=NOON)
    both = {"confidentiality": "shared", "shared_with": [parties["north"]], "by": by, "at": NOON}
    share(row=secret, **both)
    share(row=made, **both)
    share(row=secret, confidentiality="public", by=by, at=NOON)


def test_narrowing_takes_parts_along_and_stops_at_what_can_do_without(by, rows, parties):
    for row in (rows.round, rows.issue):
        for told in (("mediator", []), ("shared", [parties["south"]])):
            given = {"confidentiality": told[0], "shared_with": told[1], "by": by, "at": NOON}
            with pytest.raises(CannotRecord, match="Narrow that first"):
                share(row=row, **given)
    assert share(row=rows.proposal, confidentiality="public", by=by, at=NOON) == [rows.proposal]
    narrowed = share(row=rows.commitment, confidentiality="mediator", by=by, at=NOON)
    assert {one._meta.model_name for one in narrowed} == {
        "commitment", "commitmentwording", "reaffirmation", "lapse", "assessment", "delivery",
        "listofcommitment",
    }  # fmt: skip
    stranger = negotiator("Northland Bureau")
    assert not visible(type(rows.wording), stranger).exists()
    assert visible(type(rows.proposal), stranger).exists()


def test_named_parties_belong_to_sharing_alone(by, table, parties):
    for confidentiality, named in (("shared", ()), ("public", (parties["north"],)), ("x", ())):
        filing = Filing(confidentiality=confidentiality, shared_with=named)
        with pytest.raises(CannotRecord):
            add_side(process=table[0], name="Observer", by=by, at=NOON, filing=filing)


def test_rows_of_other_talks_are_not_referred_to(by, table, parties):
    other, _north, _south = talks(by, title="Other", parties=parties)
    elsewhere = record_round(process=other, meeting=Meeting(), by=by, at=NOON, filing=PUBLIC)
    with pytest.raises(CannotRecord, match="not there"):
        record_statement(
            process=table[0], words=WORDS, mode="quote", side=table[1], round=elsewhere, by=by,
            at=NOON,
        )  # fmt: skip


def test_withdrawing_takes_along_what_is_nothing_without_it(by, table, rows):
    follows = {one.name: (one.go, one.stay) for one in consequences_of(rows.round, by)}
    assert follows == {
        "Delegations": (1, 0), "Delegates": (1, 0), "Commitments": (0, 1), "Positions": (0, 1),
        "Statements": (0, 1), "What rounds ended with": (1, 0),
    }  # fmt: skip
    gone = withdraw(row=rows.round, reason="Never met", by=by, at=NOON)
    assert set(gone) == {rows.round, rows.delegation, rows.delegate, rows.outcome}
    for one in gone:
        one.refresh_from_db()
        assert (one.withdrawn_by, one.withdrawn_reason) == (by, "Never met")
    assert visible(type(rows.statement), by).count() == 1
    entry = Entry.objects.latest("pk")
    assert (entry.act, json.loads(entry.leaf)["facts"]["rows"]) == ("talks_withdrawn", 4)
    with pytest.raises(CannotRecord):
        withdraw(row=rows.round, reason="again", by=by, at=NOON)


def test_every_kind_can_be_withdrawn_and_shared(by, table, rows, parties):
    for name, row in reversed(vars(rows).items()):
        if name != "report":
            share(row=row, confidentiality="mediator", by=by, at=NOON)
        with pytest.raises(CannotRecord, match="reason"):
            withdraw(row=row, reason="  ", by=by, at=NOON)
        withdraw(row=row, reason="By mistake", by=by, at=NOON)
        assert not row.stands
    assert withdraw(row=table[0], reason="Over", by=by, at=NOON)
    for kind in kinds():
        assert not visible(kind, by).exists()


def test_another_party_withdraws_and_shares_nothing(rows, people):
    stranger = negotiator("Northland Bureau", Role.REGISTRAR, Role.REVIEWER)
    for who in (stranger, people["registrar"]):
        for row in vars(rows).values():
            if who == stranger or row._meta.model_name != "delivery":
                with pytest.raises(CannotRecord):
                    withdraw(row=row, reason="x", by=who, at=NOON)
                with pytest.raises(CannotRecord):
                    share(row=row, confidentiality="public", by=who, at=NOON)


def test_translations_name_their_translator_and_are_withdrawn(by, rows):
    given = {"row": rows.statement, "by": by, "at": NOON}
    with pytest.raises(CannotRecord):
        add_translation(**given, language="ru", text="Мы согласны.", translator="")
    with pytest.raises(CannotRecord, match="no words"):
        add_translation(**{**given, "row": rows.side}, language="ru", text="x", translator="y")
    made = add_translation(**given, language="ru", text="Мы согласны.", translator="O. Lind")
    assert rows.statement.wording.translations.count() == 2
    withdraw_translation(**given, translation=made, reason="Wrong")
    with pytest.raises(CannotRecord):
        withdraw_translation(**given, translation=made, reason="Wrong")
    assert rows.statement.wording.translations.filter(withdrawn_at=None).count() == 1


def test_a_report_is_sealed_and_read_by_those_who_may(by, table, people):
    process, north, _south = table
    text = "“We agree”, said the envoy.\r\n\u2028😀 End"
    made = keep_report(process=process, text=text, publisher="Courier", by=by, at=NOON)
    made.refresh_from_db()
    assert text.encode() not in bytes(made.text_sealed)
    assert text_of(made) == text
    # Whoever may not read it cannot try guesses of it against its hash.
    entry = Entry.objects.get(act="report_kept")
    assert made.sha256 not in entry.leaf
    (told,) = open_parts(entry, by)
    assert told.details["sha256"] == made.sha256
    filing = Filing(confidentiality="public", report=made, start=1, end=9)
    said = record_statement(
        process=process, words=Words(text="We agree"), mode="quote", side=north, by=by, at=NOON,
        filing=filing,
    )  # fmt: skip
    assert passage_of(said, by) == "We agree"
    for stranger in (negotiator("Northland Bureau"), people["registrar"]):
        assert visible(type(said), stranger).count() == 1
        assert passage_of(said, stranger) == ""


def test_an_answer_that_was_withdrawn_accepts_nothing(by, table, rows):
    withdraw(row=rows.response, reason="Misheard", by=by, at=NOON)
    answer = Response.objects.get(pk=rows.response.pk)
    with pytest.raises(CannotRecord):
        record_commitment(title="x", bound=[table[2]], accepted=[answer], by=by, at=NOON)


def test_in_confidence_is_what_holds_where_nothing_is_said(by, table):
    made = add_side(process=table[0], name="Observer", by=by, at=NOON)
    assert made.confidentiality == IN_CONFIDENCE.confidentiality == "mediator"


def test_opening_talks_to_more_opens_their_sides(by, parties):
    process, north, south = talks(by, filing=IN_CONFIDENCE, parties=parties)
    other = add_side(process=process, name="Observer", by=by, at=NOON)
    given = {"row": process, "by": by, "at": NOON}
    withdraw(row=other, reason="x", by=by, at=NOON)
    opened = share(**given, confidentiality="shared", shared_with=[parties["north"]])
    assert opened == [process, north, south]
    assert share(**given, confidentiality="mediator") == [process]
    assert not visible(Process, negotiator("Northland Bureau")).exists()
    assert not visible(Side, negotiator("Northland Bureau")).exists()
