"""Talks of invented parties for tests, in as few words as possible."""

from types import SimpleNamespace

from register.judging import lines, person_list

from conftest import NOON
from wayhome.apps.audit.models import Organisation, Role, RoleGrant, User
from wayhome.apps.register.services.sources import Document
from wayhome.apps.talks.models import Confidentiality, Side
from wayhome.apps.talks.services import commitments, deliveries, processes, reports, rounds
from wayhome.apps.talks.services import proposals as proposing
from wayhome.apps.talks.services import statements as saying
from wayhome.apps.talks.services.commitments import Put, record_commitment
from wayhome.apps.talks.services.filing import Filing, Words
from wayhome.apps.talks.services.processes import Named, open_process
from wayhome.apps.talks.services.rounds import Meeting
from wayhome.apps.talks.services.terms import Given

PUBLIC = Filing(confidentiality=Confidentiality.PUBLIC)
IN_CONFIDENCE = Filing()
WORDS = Words(text="Ми згодні.", language="uk", translations=(("en", "We agree.", "L. Omond"),))


def shared(*parties):
    return Filing(confidentiality=Confidentiality.SHARED, shared_with=parties)


def negotiator(office="Lantern Agency", *more):
    """A negotiator of an office, with more roles if named."""
    user = User.objects.create_user(
        f"negotiator{User.objects.count()}@example.org",
        "correct horse battery",
        display_name="negotiator",
        organisation=Organisation.objects.get(name=office),
    )
    for role in (Role.NEGOTIATOR, *more):
        RoleGrant.objects.create(user=user, role=role, granted_at=NOON)
    return user


def talks(by, *, filing=PUBLIC, title="Talks at the ford", parties=None):
    """A process between Northland and Southland, and its two sides."""
    known = parties or {}
    named = [Named("Northland", known.get("north")), Named("Southland", known.get("south"))]
    made = open_process(title=title, sides=named, by=by, at=NOON, filing=filing)
    return made, *Side.objects.filter(process=made).order_by("pk")


def promise(side, by, *, filing=PUBLIC, bound=None, wordings=None, title="Captives", **terms):
    """A commitment that a side put in its own words."""
    given = Given(**{"what": "exchange", "unit": "captive", "giver": side, **terms})
    put = Put(terms=given, side=side, words=Words(text="We shall.", language="en"))
    return record_commitment(
        title=title, bound=bound or [side], wordings=wordings or [put], by=by, at=NOON,
        filing=filing,
    )  # fmt: skip


def one_of_each(by, process, north, south, filing=PUBLIC, mark=""):
    """One row of every kind there is, each filed so; by the name of the kind."""
    document = Document(publisher=f"Courier{mark}", reliability="B", credibility="2")
    who = {"by": by, "at": NOON}
    kept = {**who, "filing": filing}
    sourced = Filing(
        confidentiality=filing.confidentiality, shared_with=filing.shared_with, source=document
    )
    made = SimpleNamespace()
    made.side = processes.add_side(process=process, name=f"Observer{mark}", **kept)
    made.issue = processes.add_issue(process=process, name=f"Captives{mark}", **kept)
    meeting = Meeting(place=f"Ford{mark}", start="2026-02-01", duration_minutes=40)
    made.round = rounds.record_round(process=process, meeting=meeting, **kept)
    made.outcome = rounds.record_outcome(
        round=made.round, about=f"a ceasefire{mark}", result="no_agreement", issue=made.issue,
        **kept,
    )  # fmt: skip
    made.delegation = rounds.record_delegation(round=made.round, side=north, **kept)
    made.delegate = rounds.record_delegate(
        delegation=made.delegation, name=f"A. Norden{mark}", mandate="may_bind", **kept
    )
    made.statement = saying.record_statement(
        process=process, words=WORDS, mode="quote", delegate=made.delegate, round=made.round,
        issue=made.issue, by=by, at=NOON, filing=sourced,
    )  # fmt: skip
    made.position = saying.record_position(
        side=south, issue=made.issue, gist=f"For it{mark}", stance="support", round=made.round,
        **kept,
    )  # fmt: skip
    terms = Given(
        what="exchange", unit="captive", comparator="at_least", value=1200, per="each_side"
    )
    made.proposal = proposing.record_proposal(
        proposed_by=north, to=[south], gist=f"1,200 each{mark}", terms=terms, words=WORDS, **kept
    )
    made.response = proposing.record_response(
        proposal=made.proposal, given_by=south, kind="accepted", **kept
    )
    put = Put(terms=terms, side=north, words=WORDS)
    made.commitment = record_commitment(
        title=f"Captives, 1,200 each{mark}", bound=[north, south], accepted=[made.response],
        wordings=[put], round=made.round, issue=made.issue, **kept,
    )  # fmt: skip
    made.wording = commitments.add_wording(
        commitment=made.commitment, put=Put(terms=terms, side=south), **kept
    )
    about = {"commitment": made.commitment}
    made.reaffirmation = commitments.record_reaffirmation(
        **about, side=north, day="2026-02-20", **kept
    )
    made.lapse = commitments.record_lapse(
        **about, side=south, day="2026-02-10", reason=f"No lists came{mark}", **kept
    )
    made.assessment = commitments.record_assessment(
        **about, assessor=f"Observatory{mark}", score=1, day="2026-02-25", reason="Few.", **kept
    )
    made.delivery = deliveries.record_delivery(
        **about, giver=north, receiver=south, quantity=300, unit="captive", day="2026-02-21",
        counted_by=south, counting_rule="a person who crossed", **kept,
    )  # fmt: skip
    made.number = deliveries.record_number(
        process=process, topic=f"captives held{mark}", unit="captive", value=2577, side=north,
        **kept,
    )  # fmt: skip
    office = by.organisation
    entries = lines(office.party, [f"Aldren{mark}"])
    brought = person_list(office, by, "sought", entries)
    made.list = commitments.attach_list(**about, list=brought, **kept)
    made.report = reports.keep_report(
        process=process, text=f"They met at the ford.{mark}", publisher="Courier", **kept
    )
    return made
