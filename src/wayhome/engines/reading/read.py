"""Read a report: all the parts together, as a draft for a person to confirm."""

import hashlib
from collections.abc import Sequence

from wayhome.engines.reading.deadlines import find_deadlines
from wayhome.engines.reading.draft import Draft, Fact, Reader, Span
from wayhome.engines.reading.facts import Sides, find_facts
from wayhome.engines.reading.model import Model, load_model
from wayhome.engines.reading.numbers import find_numbers
from wayhome.engines.reading.outcomes import find_outcomes
from wayhome.engines.reading.people import RosterPerson, find_people
from wayhome.engines.reading.proposals import find_proposals
from wayhome.engines.reading.rounds import find_rounds
from wayhome.engines.reading.statements import find_statements
from wayhome.engines.reading.text import Text
from wayhome.values.partial_date import PartialDate

NAME, VERSION = "rules", "1"


def read_report(
    text: str,
    *,
    published: PartialDate | None,
    roster: Sequence[RosterPerson] = (),
    model: Model | None = None,
) -> Draft:
    """Draft what a report says was promised, asked, refused and done, and by whose account.

    Deterministic and offline. `published` is the day of the report, against which "next week" is
    counted; without it such deadlines stay unresolved. `roster` names people and their sides, and
    overrules the text. `model` is by default the one installed, or none: the rules read alone.
    """
    model = model or load_model()
    report = Text(text)
    parties = tuple(sorted({person.side for person in roster if person.side}))
    people = find_people(report, Sides(report, (), parties), roster, model)
    sides = Sides(report, people, parties)
    deadlines = find_deadlines(report, published)
    facts = find_facts(report, people, deadlines, parties)
    return Draft(
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        published=str(published) if published else None,
        reader=Reader(name=NAME, version=VERSION, model=model.name, model_sha256=model.sha256),
        rounds=find_rounds(report, sides, published),
        people=people,
        facts=facts,
        statements=find_statements(report, people, sides),
        proposals=find_proposals(report, sides, deadlines),
        outcomes=find_outcomes(report),
        deadlines=deadlines,
        duplicates=(*_repeated(report, facts), *report.chrome),
    )


def _repeated(report: Text, facts: Sequence[Fact]) -> tuple[Span, ...]:
    """Numbers of headings that the body tells as facts: mentions, not further facts."""
    told = {fact.quantity.value.value for fact in facts}
    return tuple(
        number.span
        for heading in report.headings
        for number in find_numbers(report.raw, heading)
        if number.value in told
    )
