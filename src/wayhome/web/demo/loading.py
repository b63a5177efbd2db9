"""The example from an empty database to a register in the middle of its work."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from wayhome.apps.audit.services.sequencer import number_entries
from wayhome.apps.register.models import Job, PersonList
from wayhome.apps.register.services.matching import Against, start_match
from wayhome.apps.register.services.matching.running import run_match
from wayhome.files.refusals import refuse
from wayhome.values import WayhomeError
from wayhome.web.demo import telling
from wayhome.web.demo.exchange import exchange_people
from wayhome.web.demo.files import LISTS, hand_over
from wayhome.web.demo.judging import judge
from wayhome.web.demo.people import AGENCY, People, open_offices
from wayhome.web.demo.talks import hold_talks

Say = Callable[[str], None]
FOUNDED = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
MATCHED = datetime(2026, 9, 2, 10, 0, tzinfo=UTC)
JUDGED = datetime(2026, 9, 3, 9, 0, tzinfo=UTC)
PUT_TO_SOUTHLAND, LAST_BEFORE_ANSWERS = "northland_sought_v1.csv", "northland_held_v1.xlsx"
CHILDREN, DEAD = "children_339.csv", "northland_dead.csv"
COMPARED = (
    ("northland_sought_v2.xlsx", "southland_held_v1.csv"),
    ("southland_sought_v1.csv", "northland_held_v1.xlsx"),
    (DEAD, "northland_sought_v2.xlsx"),
    (CHILDREN, None),
)


class CannotLoad(WayhomeError):
    """The example could not be loaded."""


def load_example(say: Say) -> None:
    """Fill an empty database with the example. `say` is told what is done now."""
    say("opening offices and accounts")
    people = open_offices(at=FOUNDED)
    lists: dict[str, PersonList] = {}
    for handed in LISTS:
        say(f"importing {handed.file}")
        lists[handed.file] = hand_over(handed, people, lists)
        if handed.file == PUT_TO_SOUTHLAND:
            telling.put_to_other_side(lists[handed.file], people)
        if handed.file == LAST_BEFORE_ANSWERS:
            say("answering")
            telling.answer(lists[PUT_TO_SOUTHLAND], people)
    for first, second in COMPARED:
        say(f"comparing {first} with {second or 'itself'}")
        compare(lists[first], lists[second] if second else None, people)
    say("judging, flagging, claiming")
    judge(people, at=JUDGED)
    telling.flag_lines(lists[CHILDREN], lists[DEAD], people)
    telling.claim(people)
    telling.ask_to_send(lists[CHILDREN], people)
    say("writing the talks down")
    promised = hold_talks(people, lists)
    say("listing, agreeing and planning an exchange")
    exchange_people(people, promised["captives"], lists)
    say("numbering the history")
    while number_entries(at=timezone.now()):
        pass


def compare(first: PersonList, second: PersonList | None, people: People) -> None:
    """Compare two lists, or one with itself, as the agency's reviewer asked.

    Raises:
        CannotLoad: the comparison did not end well.
    """
    job = start_match(
        by=people[AGENCY, "reviewer"],
        list_a=first,
        list_b=second,
        against=Against.LIST if second else Against.ITSELF,
        at=MATCHED,
    )
    run_match(job=job, at=MATCHED + timedelta(minutes=1))
    job.refresh_from_db()
    if job.state != Job.State.DONE:
        raise refuse(CannotLoad, "example_comparison", state=str(job.state))
