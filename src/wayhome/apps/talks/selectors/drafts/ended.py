"""What became of it, as a draft tells: answers to proposals, and what the round ended with."""

from collections.abc import Iterator

from wayhome.apps.talks.models import Recorded, Response
from wayhome.apps.talks.selectors.drafts.known import Known
from wayhome.apps.talks.selectors.drafts.parts import Field, Item, Told, flat, found, given

NEAR = 300
"""Characters from an answer to the proposal that is its other proposal."""


def item_of_proposal(told: Told, draft: Told) -> str:
    """The item by which a proposal is confirmed: the fact that tells of its terms, else itself."""
    span = told["span"]
    for fact in draft["facts"]:
        asked, at = fact["act"]["value"] == "ask", fact["span"]
        if asked and at["start"] < span["end"] and span["start"] < at["end"]:
            return str(fact["id"])
    return str(told["id"])


def answers_in(draft: Told, known: Known) -> Iterator[Item]:
    """Every answer to a proposal that the report tells of."""
    for told in draft["proposals"]:
        answer, by = told["response"], told["response_by"]
        if answer is None or not answer["span"]:
            continue
        offered = known.proposal(item_of_proposal(told, draft))
        side = known.side(by["value"] if by else None)
        yield Item(
            id=f"{told['id']}a",
            kind="response",
            **answer["span"],
            fields=flat(
                given(told["by"], proposal=_uid(offered)),
                given(by, given_by=_uid(side)) or [_missing("given_by")],
                found("kind", answer),
                _counter(told, draft, known),
            ),
        )


def _counter(told: Told, draft: Told, known: Known) -> list[Field]:
    """The other proposal that an answer consists of, once it is on record."""
    answer, by = told["response"], told["response_by"]
    if answer["value"] != Response.Kind.COUNTERED or by is None:
        return []
    at = answer["span"]["start"]
    for other in draft["proposals"]:
        same_side = other["by"] and other["by"]["value"] == by["value"]
        if same_side and other is not told and abs(other["span"]["start"] - at) < NEAR:
            return given(by, counter=_uid(known.proposal(item_of_proposal(other, draft))))
    return []


def outcomes_in(draft: Told, known: Known) -> Iterator[Item]:
    """What the round that the report is about ended with, each result on each topic once."""
    met = known.round(draft["rounds"][0]["id"]) if draft["rounds"] else None
    told_already = set()
    for told in draft["outcomes"]:
        if (told["topic"], told["result"]) in told_already:
            continue
        told_already.add((told["topic"], told["result"]))
        read = {"span": told["span"], "rule": "words of a result", "sure": True}
        issue = known.issue({"value": told["topic"]})
        yield Item(
            id=told["id"],
            kind="outcome",
            **told["span"],
            fields=flat(
                given(read, about=told["topic"], result=told["result"], issue=_uid(issue)),
                given(None, round=_uid(met)),
            ),
        )


def _missing(name: str) -> Field:
    return Field(name=name, value="", rule="not in the text", sure=False)


def _uid(row: Recorded | None) -> str:
    return str(row.uid) if row else ""
