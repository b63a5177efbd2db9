"""What was offered and what was promised, and what both sides said of it later."""

from collections.abc import Mapping, Sequence
from datetime import date

from wayhome.apps.talks.models import Commitment, Proposal, Response, Side
from wayhome.apps.talks.services.commitments import (
    Put,
    record_assessment,
    record_commitment,
    record_lapse,
    record_reaffirmation,
)
from wayhome.apps.talks.services.filing import Words
from wayhome.apps.talks.services.proposals import record_proposal, record_response
from wayhome.apps.talks.services.terms import Deadline, Given
from wayhome.web.demo.talks.table import (
    CAPTIVES,
    CEASEFIRE,
    CHILDREN,
    DEAD,
    LEADERS,
    Table,
    communique,
)

FIRST, SECOND, THIRD = 1, 2, 3
TWO_WEEKS = Deadline(
    raw="within two weeks", latest=date(2026, 9, 16), sense="within", anchor="the third round",
    anchor_date=date(2026, 9, 2), basis="computed",
)  # fmt: skip
BY_SPRING = Deadline(
    raw="by the end of March", latest=date(2027, 3, 31), sense="by", basis="stated"
)
BY_OCTOBER = Deadline(
    raw="by the middle of October", latest=date(2026, 10, 15), sense="by", basis="stated"
)
EACH = Given(
    what="exchange", comparator="at_least", value=1200, unit="captive",
    unit_detail="prisoners of war", per="each_side",
)  # fmt: skip


def promise(table: Table) -> Mapping[str, Commitment]:
    """Everything offered and promised; the commitments by what they are about."""
    made = {
        "bodies": _bodies(table),
        "wounded": _wounded(table),
        "captives": _captives(table),
        "quiet": _quiet(table),
        "visits": _visits(table),
        "children": _children(table),
    }
    _only_offered(table)
    _judge(table, made)
    return made


def _bodies(table: Table) -> Commitment:
    terms = Given(
        what="hand_over", comparator="exactly", value=4000, unit="body", giver=table.south,
        receiver=table.north, deadline=Deadline(
            raw="in June", earliest=date(2026, 6, 1), latest=date(2026, 6, 30), sense="by",
            basis="stated",
        ),
    )  # fmt: skip
    accepted = _agreed(table, table.south, "4,000 bodies in June", terms, DEAD, FIRST)
    return _bind(
        table, "4,000 bodies", [table.south], [Put(terms=terms, side=table.south)], DEAD, FIRST,
        accepted,
    )  # fmt: skip


def _wounded(table: Table) -> Commitment:
    terms = Given(
        what="release", comparator="all", unit="captive", per="each_side",
        unit_detail="seriously wounded and sick", condition="outside any count of exchanges",
    )  # fmt: skip
    sides = [table.north, table.south]
    puts = [Put(terms=terms, side=side, said_date="2026-05-20") for side in sides]
    return _bind(table, "All seriously wounded and sick", sides, puts, CAPTIVES, FIRST)


def _captives(table: Table) -> Commitment:
    accepted = _agreed(table, table.north, "At least 1,200 from each side", EACH, CAPTIVES, SECOND)
    put = [
        Put(terms=EACH, side=side, words=words, said_date="2026-06-24")
        for side, words in (
            (table.north, Words(text="Щонайменше 1200 з кожного боку.", language="uk")),
            (table.south, Words(text="Не менее 1200 с каждой стороны.", language="ru")),
        )
    ]
    return _bind(
        table, "At least 1,200 prisoners of war from each side", [table.north, table.south], put,
        CAPTIVES, SECOND, accepted,
    )  # fmt: skip


def _quiet(table: Table) -> Commitment:
    terms = Given(
        what="ceasefire", comparator="exactly", value=48, unit="ceasefire_time",
        unit_detail="hours of quiet at the recovery sites", per="each_side",
    )  # fmt: skip
    sides = [table.north, table.south]
    made = _bind(
        table, "48 hours of quiet to recover the dead", sides,
        [Put(terms=terms, side=side) for side in sides], CEASEFIRE, SECOND,
    )  # fmt: skip
    record_lapse(
        commitment=made, side=table.south, day="2026-07-20",
        reason="Both sides say that shots were fired.", **table.kept(),
    )  # fmt: skip
    return made


def _visits(table: Table) -> Commitment:
    terms = Given(
        what="access", comparator="exactly", value=2, unit="other",
        unit_detail="visits of the agency to camps", per="each_side", deadline=BY_SPRING,
    )  # fmt: skip
    sides = [table.north, table.south]
    puts = [Put(terms=terms, side=side) for side in sides]
    return _bind(table, "Two visits to camps on each side", sides, puts, CAPTIVES, THIRD)


def _children(table: Table) -> Commitment:
    terms = Given(
        what="list", comparator="exactly", value=339, unit="document_name", giver=table.south,
        receiver=table.north, unit_detail="answers to names of children", deadline=TWO_WEEKS,
    )  # fmt: skip
    said = Put(
        terms=terms, side=table.south, delegate=table.delegates["E. Sundry"],
        said_date="2026-09-02", words=Words(
            text="Ответим по каждому имени за две недели.", language="ru",
            translations=(("en", "We shall answer for each name in two weeks.", "Lantern Agency"),),
        ),
    )  # fmt: skip
    return _bind(
        table, "Answer to the list of 339 children", [table.south], [said], CHILDREN, THIRD
    )


def _only_offered(table: Table) -> None:
    """Offers that bind nobody: one refused, one countered, two without an answer."""
    more = Given(
        what="hand_over", comparator="exactly", value=3000, unit="body", increment=True,
        giver=table.south, receiver=table.north,
    )  # fmt: skip
    _offer(table, table.south, "Another 3,000 bodies", more, DEAD, THIRD)
    truce = Given(what="ceasefire", comparator="range", value=24, value_max=48,
                  unit="ceasefire_time", unit_detail="hours", per="each_side")  # fmt: skip
    short = _offer(table, table.south, "Truces of 24 to 48 hours", truce, CEASEFIRE, THIRD)
    full = _offer(
        table, table.north, "A full ceasefire", Given(what="ceasefire", comparator="all",
        unit="ceasefire_time", per="each_side"), CEASEFIRE, THIRD,
    )  # fmt: skip
    _reply(table, short, table.north, "countered", THIRD, counter=full)
    _reply(table, full, table.south, "refused", THIRD)
    leaders = Given(what="meeting", comparator="exactly", value=1, unit="meeting",
                    deadline=BY_OCTOBER)  # fmt: skip
    _offer(table, table.north, "A meeting of the leaders", leaders, LEADERS, THIRD)
    back = Given(what="return", comparator="exactly", value=339, unit="child", giver=table.south,
                 receiver=table.north)  # fmt: skip
    asked = _offer(table, table.north, "Return of the 339 children", back, CHILDREN, THIRD)
    _reply(table, asked, table.south, "noted", THIRD)


def _judge(table: Table, made: Mapping[str, Commitment]) -> None:
    record_reaffirmation(
        commitment=made["captives"], side=table.south, day="2026-09-02", **table.kept(communique(3))
    )
    for name, score, reason in (
        ("bodies", 3, "Both sides count more than was promised."),
        ("captives", 1, "Promised in June; by the middle of September nobody had come home."),
        ("wounded", 1, "A few dozen; neither side says how many there are."),
        ("children", 1, "61 answers of 339, and the day has passed."),
    ):
        record_assessment(
            commitment=made[name], assessor="Harbour Observatory", score=score, day="2026-09-18",
            reason=reason, **table.kept(),
        )  # fmt: skip


def _agreed(table: Table, side: Side, gist: str, terms: Given, issue: str, number: int) -> Response:
    offered = _offer(table, side, gist, terms, issue, number)
    other = table.south if side == table.north else table.north
    return _reply(table, offered, other, "accepted", number)


def _offer(table: Table, side: Side, gist: str, terms: Given, issue: str, number: int) -> Proposal:
    other = table.south if side == table.north else table.north
    held = table.rounds[number - 1]
    return record_proposal(
        proposed_by=side, to=[other], gist=gist, terms=terms, round=held, made_date=held.start,
        issue=table.issues[issue], **table.kept(communique(number)),
    )  # fmt: skip


def _reply(
    table: Table, offered: Proposal, side: Side, kind: str, number: int,
    counter: Proposal | None = None,
) -> Response:  # fmt: skip
    return record_response(
        proposal=offered, given_by=side, kind=kind, counter=counter,
        given_date=table.rounds[number - 1].start, **table.kept(communique(number)),
    )  # fmt: skip


def _bind(
    table: Table, title: str, bound: Sequence[Side], puts: Sequence[Put], issue: str, number: int,
    accepted: Response | None = None,
) -> Commitment:  # fmt: skip
    held = table.rounds[number - 1]
    return record_commitment(
        title=title, bound=bound, wordings=puts, accepted=[accepted] if accepted else [],
        round=held, issue=table.issues[issue], made_date=held.start,
        **table.kept(communique(number)),
    )  # fmt: skip
