"""What the parties tell each other: a list put to the other side, its answers, flags and claims."""

import csv
import io
from datetime import UTC, date, datetime

from wayhome.apps.audit.models import Organisation, User
from wayhome.apps.register.models import (
    Answer,
    Appearance,
    Assertion,
    Disclosure,
    Flag,
    Judgement,
    ListEntry,
    PersonList,
)
from wayhome.apps.register.selectors.references import reference_of
from wayhome.apps.register.services.answers_files import record_answers
from wayhome.apps.register.services.assertions import record_assertion
from wayhome.apps.register.services.disclosures import approve_disclosure, ask_disclosure
from wayhome.apps.register.services.flags import raise_flag
from wayhome.web.demo.files import read_rows
from wayhome.web.demo.people import AGENCY, NORTH, SOUTH, People

PUT, ANSWERED, RELEASED = (
    datetime(2026, month, day, 11, 0, tzinfo=UTC) for month, day in ((6, 3), (8, 21), (8, 24))
)
TOLD = datetime(2026, 9, 4, 14, 0, tzinfo=UTC)
ANSWERS_RELEASED, ANSWERS_WAITING = 300, 60


def put_to_other_side(sought: PersonList, people: People) -> None:
    """Northland hands its list to Southland: asked for by one, approved by another."""
    asked = ask_disclosure(
        what=Disclosure.What.LIST,
        to=Organisation.objects.get(name=SOUTH),
        ground="Article 122 of the Third Geneva Convention: enquiries about prisoners of war.",
        list=sought,
        by=people[NORTH, "officer"],
        at=PUT,
    )
    _approve(asked, people[NORTH, "approver"], at=PUT)


def answer(sought: PersonList, people: People) -> None:
    """Southland answers from a file; it released most of the answers, and some wait."""
    officer, approver = people[SOUTH, "officer"], people[SOUTH, "approver"]
    record_answers(
        list=sought,
        content=_answers_by_reference(sought),
        given_by=Organisation.objects.get(name=SOUTH),
        by=officer,
        at=ANSWERED,
    )
    given = list(Answer.objects.filter(partition=officer.party).order_by("pk"))
    _approve(_ask_answers(given[:ANSWERS_RELEASED], officer), approver, at=RELEASED)
    _ask_answers(given[ANSWERS_RELEASED : ANSWERS_RELEASED + ANSWERS_WAITING], officer)


def _answers_by_reference(sought: PersonList) -> bytes:
    """The file of answers, each line called as in what Southland received: it sees no rows."""
    sent = Disclosure.objects.get(list=sought)
    uids = dict(Appearance.objects.filter(list=sought).values_list("line", "entry__uid"))
    rows = [
        {"reference": reference_of(sent, uids[int(row.pop("line"))]), **row}
        for row in read_rows("answers_southland.csv")
    ]
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return table.getvalue().encode()


def flag_lines(children: PersonList, dead: PersonList, people: People) -> None:
    """The agency's own flags: a child whom disclosure could harm, and people reported dead."""
    caseworker, reviewer = people[AGENCY, "child_caseworker"], people[AGENCY, "reviewer"]
    raise_flag(
        entry=_lines(children)[16],
        kind=Flag.Kind.HARM,
        message="The family asks that nobody be told where the child is.",
        due_date=date(2026, 9, 18),
        by=caseworker,
        at=TOLD,
    )
    for entry in _lines(dead)[:6]:
        raise_flag(
            entry=entry,
            kind=Flag.Kind.REPORTED_DEAD,
            said_by="a comrade, by telephone",
            due_date=date(2026, 9, 25),
            by=reviewer,
            at=TOLD,
        )


def claim(people: People) -> None:
    """What is said of people two officers have joined: held, seen, and one fate to confirm."""
    reviewer = people[AGENCY, "reviewer"]
    same = Judgement.objects.filter(
        partition=reviewer.party, state=Judgement.State.CONFIRMED, verdict=Judgement.Verdict.SAME
    )
    joined = [one.entry_a for one in same.select_related("entry_a").order_by("pk")[:6]]
    kinds, south = Assertion.Kind, Organisation.objects.get(name=SOUTH)
    agency = Organisation.objects.get(name=AGENCY)
    for entry, kind, said_by, evidence in (
        (joined[0], kinds.CONFIRMED_HELD, agency, "Visited; registration card 14."),
        (joined[1], kinds.ACKNOWLEDGED_HELD, south, "Letter 2026/2 of its tracing bureau."),
        (joined[2], kinds.SEEN, agency, "Statement of a man who came home."),
        (joined[3], kinds.HOME, agency, "Met at the handover point; answered his own questions."),
    ):
        record_assertion(
            entry=entry,
            kind=kind,
            said_by=said_by,
            as_of_date="2026-09-02",
            evidence=evidence,
            by=reviewer,
            at=TOLD,
        )


def ask_to_send(children: PersonList, people: People) -> None:
    """The agency's registrar asks to send twenty lines; nobody has approved it yet."""
    ask_disclosure(
        what=Disclosure.What.SHEET,
        to=Organisation.objects.get(name=SOUTH),
        ground="Asked for at the meeting of 2 September; the families consent.",
        entries=_lines(children)[20:40],
        by=people[AGENCY, "registrar"],
        at=TOLD,
    )


def _ask_answers(answers: list[Answer], by: User) -> Disclosure:
    return ask_disclosure(
        what=Disclosure.What.ANSWERS,
        to=Organisation.objects.get(name=NORTH),
        ground="Answer to the enquiry of June.",
        answers=answers,
        by=by,
        at=RELEASED,
    )


def _approve(asked: Disclosure, by: User, *, at: datetime) -> None:
    approve_disclosure(disclosure=asked, by=by, at=at, content_sha256=asked.content_sha256)


def _lines(shown: PersonList) -> list[ListEntry]:
    return list(ListEntry.objects.filter(appearances__list=shown).order_by("appearances__line"))
