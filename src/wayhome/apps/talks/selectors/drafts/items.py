"""The rows of a draft: a round, delegates, and what was promised, offered, counted and said."""

import re
from collections.abc import Iterator
from itertools import pairwise

from wayhome.apps.talks.models import Recorded, Report
from wayhome.apps.talks.selectors.drafts.ended import answers_in, item_of_proposal, outcomes_in
from wayhome.apps.talks.selectors.drafts.facts import deadline_of, item_of_fact
from wayhome.apps.talks.selectors.drafts.known import Known
from wayhome.apps.talks.selectors.drafts.parts import (
    KINDS,
    Field,
    Item,
    Told,
    flat,
    found,
    given,
)
from wayhome.engines.reading.gazetteer import find

ONE_DAY = 16 * 60
"""Minutes up to which a round that ended on a day began on it too."""


def items_of(draft: Told, text: str, report: Report, known: Known) -> list[Item]:
    """Every row of a draft that can go on record, by kind and then as the text goes.

    Args:
        draft: as JSON.
        text: of the report.
        report: which.
        known: what of the process the rows may name.
    """
    rows = [
        *_rounds(draft),
        *_delegates(draft, known),
        *(item_of_fact(fact, draft, text, report, known) for fact in draft["facts"]),
        *_proposals(draft, known),
        *answers_in(draft, known),
        *outcomes_in(draft, known),
        *_statements(draft, text, report, known),
    ]
    return sorted(rows, key=lambda item: (KINDS.index(item.kind), item.start, item.id))


def _rounds(draft: Told) -> Iterator[Item]:
    for told in _rounds_apart(draft):
        lasted, minutes = told["duration"], _minutes(told["duration"])
        ended_only = told["end"] if not told["start"] and minutes and minutes <= ONE_DAY else None
        mediators = [one["value"] for one in told["mediators"]]
        first = told["mediators"][0] if mediators else None
        basis = told["number_basis"] if told["number"] else "unknown"
        yield Item(
            id=told["id"],
            kind="round",
            **told["span"],
            fields=flat(
                found("place", told["place"]),
                found("venue", told["venue"]),
                found("start", told["start"] or ended_only),
                found("end", told["end"]),
                given(lasted, duration_minutes=minutes,
                      duration_comparator=lasted["value"]["comparator"] if minutes else ""),
                found("number", told["number"]),
                given(told["number"], number_basis=basis if told["number"] else ""),
                given(None, number_basis="" if told["number"] else "unknown"),
                found("format", told["format"]) or given(None, format="unknown"),
                given(first, mediating_office=", ".join(mediators)),
            ),
        )  # fmt: skip


def _rounds_apart(draft: Told) -> list[Told]:
    """The rounds, without later mentions that say nothing but the first one's days."""
    first, *others = draft["rounds"] or [None]
    days = {one["value"] for one in (first["start"], first["end"]) if one} if first else set()
    kept = [first] if first else []
    for told in others:
        when = {one["value"] for one in (told["start"], told["end"]) if one}
        says = [told[name] for name in ("place", "venue", "number", "duration", "format")]
        if any(says) or told["mediators"] or not when <= days:
            kept.append(told)
    return kept


def _minutes(lasted: Told | None) -> int | None:
    written = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?", lasted["value"]["iso"]) if lasted else None
    return int(written[1] or 0) * 60 + int(written[2] or 0) if written else None


def _delegates(draft: Told, known: Known) -> Iterator[Item]:
    first = draft["rounds"][0]["id"] if draft["rounds"] else ""
    met = known.round(first)
    for told in (one for one in draft["people"] if one["delegate"]):
        span = told["written"][0]
        side = known.side(told["side"]["value"] if told["side"] else None)
        yield Item(
            id=told["id"],
            kind="delegate",
            **span,
            fields=flat(
                found("name", {"value": told["name"], "span": span, "rule": "", "sure": True}),
                found("side", told["side"], value=side and str(side.uid)),
                found("role", told["role"]),
                given(None, mandate="unknown", round=str(met.uid) if met else ""),
            ),
        )


def _proposals(draft: Told, known: Known) -> Iterator[Item]:
    """What was proposed beside the facts, which tell of terms too: a meeting, a commission."""
    first = draft["rounds"][0]["id"] if draft["rounds"] else ""
    for told in draft["proposals"]:
        span = told["span"]
        if item_of_proposal(told, draft) != told["id"]:
            continue
        side = known.side(told["by"]["value"] if told["by"] else None)
        gist = Field(name="gist", value=told["what"][:300], rule="words", sure=False, **span)
        terms = given(None, what="other", comparator="unspecified", unit="other", per="total",
                      round=_uid(known.round(first)))  # fmt: skip
        yield Item(
            id=told["id"],
            kind="proposal",
            **span,
            fields=flat(
                found("proposed_by", told["by"], value=_uid(side)),
                given(None, to=[_uid(other) for other in known.others(side)]),
                [gist],
                terms,
                deadline_of(told["deadline"]),
            ),
        )


def _statements(draft: Told, text: str, report: Report, known: Known) -> Iterator[Item]:
    people = {one["id"]: one for one in draft["people"]}
    first = draft["rounds"][0]["id"] if draft["rounds"] else ""
    for told in draft["statements"]:
        speaker = told["speaker"]
        person = people.get(speaker["value"]) if speaker else None
        delegate = known.delegate(person["id"] if person else None)
        side = known.side(told["side"]["value"] if told["side"] else None)
        met = known.round(first) if delegate else None
        yield Item(
            id=told["id"],
            kind="statement",
            **told["span"],
            fields=flat(
                [_words(told, text, draft)],
                given(speaker, speaker=person["name"]) if person else [],
                found("speaker", None if person else told["source"]),
                given(speaker, delegate=_uid(delegate)),
                found("side", told["side"], value=_uid(side)),
                given(told["topic"], issue=_uid(known.issue(told["topic"]))),
                given(None, mode=told["mode"], stance=told["stance"], language=report.language,
                      round=_uid(met)),
            ),
        )  # fmt: skip


def _words(told: Told, text: str, draft: Told) -> Field:
    """The words, doubted where they may name somebody who is not at the table."""
    start, end = told["span"]["start"], told["span"]["end"]
    words = text[start:end]
    doubt = _may_name_somebody(words, start, draft)
    rule = "may name somebody" if doubt else told["mode"]
    return Field(name="text", value=words, start=start, end=end, rule=rule, sure=not doubt)


def _may_name_somebody(words: str, start: int, draft: Told) -> bool:
    """Whether two capitalised words stand together that name no party and nobody at the table."""
    known = [(one["start"] - start, one["end"] - start)
             for person in draft["people"] for one in person["written"]]  # fmt: skip
    known += [(mention.span.start, mention.span.end) for mention in find(words)]
    capitals = [word for word in re.finditer(r"[^\W\d_][\w’'-]*", words) if word[0][:1].isupper()]
    for one, other in pairwise(capitals):
        together = words[one.end() : other.start()].strip() == "" and one.end() < other.start()
        if together and not any(a < other.end() and one.start() < b for a, b in known):
            return True
    return False


def _uid(row: Recorded | None) -> str:
    return str(row.uid) if row else ""
