"""Who gives and who receives: holder and claimant, the side that frees and the one freed to."""

import re
from dataclasses import dataclass

from wayhome.engines.reading.draft import Act, ActDetail, AssertedBy, Per, Span, What
from wayhome.engines.reading.facts.acts import Reading
from wayhome.engines.reading.facts.clauses import Place
from wayhome.engines.reading.facts.sides import BOTH, Sides
from wayhome.engines.reading.facts.triggers import Form, Trigger
from wayhome.engines.reading.quantities import Counted
from wayhome.engines.reading.text import Text

_HELD_BY = re.compile(r"\b(?:by|in|from)\s+(?:the\s+)?$", re.I)
_PRONOUN = re.compile(r"\b(?:it|they|he|she|its|their|his|her)\b", re.I)
_SUBJECT_PRONOUN = re.compile(r"\b(?:it|they|he|she)\s+(?:\w+\s+){0,3}$", re.I)


@dataclass(frozen=True, slots=True)
class Owing:
    """Giver and receiver as parties, or "both"; None where not known."""

    giver: str | None
    receiver: str | None
    rule: str
    sure: bool = True


def read_owing(
    text: Text,
    sides: Sides,
    counted: Counted,
    place: Place,
    reading: Reading,
    by: AssertedBy,
    per: Per,
    what: What,
) -> Owing:
    """Who owes whom, from subject, agent, nationality and who asks; the other side completes it."""
    if what is What.CEASEFIRE or per is Per.EACH_SIDE or what is What.EXCHANGE:
        return Owing(BOTH, BOTH, "mutual deed")
    trigger = place.trigger
    if trigger is None:
        return Owing(None, None, "no verb", sure=False)
    subject = _subject(text, sides, place, trigger, by)
    if trigger.form is Form.STATE:
        return _of_state(text, sides, counted, place, reading, trigger, subject, by)
    if subject == BOTH:
        return _back(Owing(BOTH, BOTH, "both sides"), place)
    if reading.act is Act.ASK and trigger.form is Form.NOUN:
        giver = sides.other(subject or by.party)
        return Owing(giver, subject or by.party, "asked of the other side", sure=giver is not None)
    if trigger.towards and subject is not None:
        return Owing(sides.other(subject), subject, "subject receives")
    return _back(_of_deed(text, sides, counted, trigger, place, subject), place)


def _back(owing: Owing, place: Place) -> Owing:
    if place.back:
        return Owing(owing.receiver, owing.giver, owing.rule + ", in return", owing.sure)
    return owing


def _of_deed(
    text: Text, sides: Sides, counted: Counted, trigger: Trigger, place: Place, subject: str | None
) -> Owing:
    agent = _agent(text, sides, trigger, place)
    nation = counted.demonym if counted.demonym in sides.principals else None
    target = _target(text, sides, counted, place)
    if agent:
        return Owing(agent, target or sides.other(agent), "by an agent")
    passive = counted.span.start < trigger.span.start or trigger.form is Form.NOUN
    if subject and not (passive and subject == counted.demonym) and subject != target:
        foreign = counted.demonym if counted.demonym not in {None, *sides.principals} else None
        foreign = None if foreign == "Palestine" else foreign
        return Owing(subject, target or foreign or sides.other(subject), "subject gives")
    if nation:
        return Owing(sides.other(nation), nation, "nationality receives")
    if target in sides.principals:
        return Owing(sides.other(target), target, "given to")
    return Owing(None, None, "not said", sure=False)


def _of_state(
    text: Text,
    sides: Sides,
    counted: Counted,
    place: Place,
    reading: Reading,
    trigger: Trigger,
    subject: str | None,
    by: AssertedBy,
) -> Owing:
    """Held: the holder gives, the other receives. Listed: who hands in the list gives it."""
    after = [a for a in sides.between(trigger.span.start, place.clause.end) if a.party != BOTH]
    if trigger.state is ActDetail.LISTED:
        agent = _submitter(text, sides, place, trigger) or subject
        giver = agent if agent != BOTH else None
        return Owing(giver, sides.other(giver), "who hands in the list", sure=giver is not None)
    if trigger.state is ActDetail.DEPORTED:
        taker = subject or (after[0].party if after else None)
        return Owing(sides.other(taker), taker, "taken from", sure=taker is not None)
    holder = next((a.party for a in after), None)
    if holder is None and counted.demonym in sides.principals:
        holder = sides.other(counted.demonym)
    if holder is None and subject not in {None, BOTH}:
        holder = sides.other(subject) if _accuses(by, subject) else subject
    if holder is None and by.party in sides.principals:
        holder = sides.other(by.party)
    return Owing(holder, sides.other(holder), "holder", sure=holder is not None)


def _accuses(by: AssertedBy, subject: str | None) -> bool:
    """Whether the subject is who tells of captives, and so hardly their holder."""
    return by.party == subject


def _submitter(text: Text, sides: Sides, place: Place, trigger: Trigger) -> str | None:
    words = text.raw[trigger.span.end : place.clause.end]
    handed = re.search(
        r"\b(?:submitted|handed|given|provided|presented|passed|sent|supplied|compiled)\b[^,;]*?\bby\s+(?:the\s+)?",
        words,
    )
    if not handed:
        return None
    start = trigger.span.end + handed.end() - 5
    named = sides.between(start, place.clause.end)
    return named[0].party if named else None


def _subject(
    text: Text, sides: Sides, place: Place, trigger: Trigger, by: AssertedBy
) -> str | None:
    """Who stands before the verb in its clause, pronouns and "the group" resolved."""
    start = place.governing.start
    before = text.raw[start : trigger.span.start]
    named = [
        actor
        for actor in sides.between(start, trigger.span.start)
        if not actor.place and not _is_oblique(text.raw[start : actor.span.start])
    ]
    pronoun = _SUBJECT_PRONOUN.search(before)
    if pronoun and (not named or named[-1].span.end - start <= pronoun.start()):
        earlier = [a for a in named if a.party != BOTH]
        return by.party or (earlier[-1].party if earlier else None)
    if not named:
        return None
    parties = {actor.party for actor in named}
    if BOTH in parties or (len(sides.principals) == 2 and set(sides.principals) <= parties):
        joined = _joined(text, sides, start, trigger.span.start)
        if joined or BOTH in parties:
            return BOTH
    last = named[-1]
    return last.party


def _joined(text: Text, sides: Sides, start: int, end: int) -> bool:
    """Whether both principals stand joined by "and": Northland and Southland agreed."""
    named = [a for a in sides.between(start, end) if a.party in sides.principals]
    return any(
        one.party != two.party
        and re.fullmatch(
            r"[\w\s’']{0,25}\band\b[\w\s]{0,12}", text.raw[one.span.end : two.span.start]
        )
        for one, two in zip(named, named[1:], strict=False)
    )


def _is_oblique(before: str) -> bool:
    return bool(
        re.search(
            r"\b(?:by|with|from|to|against|under|in|for|among|between|at|of(?! the)|alongside|via)\s+(?:the\s+)?$",
            before,
            re.I,
        )
    )


def _agent(text: Text, sides: Sides, trigger: Trigger, place: Place) -> str | None:
    """ "freed by the movement", "left government prisons"."""
    inside = [a for a in sides.between(trigger.span.start, trigger.span.end)]
    if inside:
        return inside[0].party
    for actor in sides.between(trigger.span.end, place.clause.end):
        before = text.raw[trigger.span.end : actor.span.start]
        own = text[actor.span].lower().startswith("by ")
        if actor.party in sides.principals and (own or re.search(r"\bby\s+(?:the\s+)?$", before)):
            return actor.party
    return None


def _target(text: Text, sides: Sides, counted: Counted, place: Place) -> str | None:
    """ "handed to Southland": whom a thing goes to, where that is a principal."""
    for actor in sides.between(place.clause.start, place.clause.end):
        before = text.raw[max(place.clause.start, actor.span.start - 12) : actor.span.start]
        to = re.search(r"\bto\s+(?:the\s+)?$", before)
        if to and actor.party in sides.principals and actor.span.start > counted.span.start:
            return actor.party
    return None
