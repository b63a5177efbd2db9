"""What happened, as each side counts it, with the rows that prove it where there are rows."""

from collections.abc import Mapping, Sequence

from wayhome.apps.audit.models import Organisation
from wayhome.apps.register.models import Answer, PersonList
from wayhome.apps.register.services.answers_files import record_answers
from wayhome.apps.register.services.sources import Document
from wayhome.apps.talks.models import Commitment, Side
from wayhome.apps.talks.services.commitments import attach_list
from wayhome.apps.talks.services.deliveries import record_delivery
from wayhome.web.demo.people import SOUTH
from wayhome.web.demo.talks.table import WRITTEN, Table

HELD = ("southland_held_v1.csv", "northland_held_v1.xlsx", "northland_transfer.csv")
LISTED = "children_339.csv"
ANSWERED_NAMES, ANSWERED, CHECKED_UNTIL = 61, "2026-09-10", "2026-10-31"
CROSSED = "a living person who crossed at the point of handover"
BAG = "a body bag handed over"
OPENED = "a body found when a bag was opened"


def deliver(table: Table, made: Mapping[str, Commitment], lists: Mapping[str, PersonList]) -> None:
    """Handovers from June to September, and the lists that belong to what was promised."""
    for name, file in (*(("captives", file) for file in HELD), ("children", LISTED)):
        attach_list(commitment=made[name], list=lists[file], **table.kept())
    north, south = table.north, table.south
    for day, given, found in (("2026-06-12", 2061, 2060), ("2026-06-29", 2060, 2058)):
        _count(table, made["bodies"], south, south, given, "body", day, BAG)
        _count(table, made["bodies"], south, north, found, "body", day, OPENED)
    for side, number in ((north, 23), (south, 18)):
        _count(table, made["wounded"], side, table.south, number, "captive", "2026-07-11", CROSSED)
    answers = _answer_names(table, lists[LISTED])
    _count(
        table, made["children"], south, south, len(answers), "document_name", ANSWERED,
        "a name on the list that was answered in writing", answers=answers,
    )  # fmt: skip
    record_delivery(
        commitment=made["visits"], giver=north, quantity=1, unit="other", day="2026-09-15",
        counter="Lantern Agency", counting_rule="a camp visited with private talks",
        **table.kept(),
    )  # fmt: skip


def _count(
    table: Table, made: Commitment, giver: Side, counter: Side, number: int, unit: str, day: str,
    rule: str = CROSSED, answers: Sequence[Answer] = (),
) -> None:  # fmt: skip
    record = Document(
        publisher=f"{counter.name} Tracing Bureau", title=f"Record of {day}", dated=day,
        reliability="B", credibility="2",
    )  # fmt: skip
    receiver = table.south if giver == table.north else table.north
    record_delivery(
        commitment=made, giver=giver, receiver=receiver, quantity=number, unit=unit, day=day,
        counted_by=counter, counting_rule=rule, answers=answers,
        **{**table.kept(record), "by": table.registrar},
    )  # fmt: skip


def _answer_names(table: Table, children: PersonList) -> list[Answer]:
    """The agency takes down what Southland answered to the first 61 names of the list."""
    said = ("under_verification", "already_returned", "under_verification", "not_held")
    rows = [
        f"{line},{said[line % len(said)]},{CHECKED_UNTIL if line % 2 == 0 else ''},"
        f"letter 2026/9,{ANSWERED}"
        for line in range(2, 2 + ANSWERED_NAMES)
    ]
    record_answers(
        list=children,
        content="\n".join(["line,verdict,until,source,answered_on", *rows]).encode(),
        given_by=Organisation.objects.get(name=SOUTH),
        by=table.registrar,
        at=WRITTEN,
    )
    answers = Answer.objects.filter(
        partition=table.registrar.party, entry__appearances__list=children
    )
    return list(answers.order_by("pk"))
