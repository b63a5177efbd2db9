"""Who gives and who receives: holder and claimant, the side that frees and the one freed to."""

import re
from dataclasses import dataclass

from wayhome.engines.reading.draft import Act, ActDetail, AssertedBy, Per, Span, What
from wayhome.engines.reading.facts.acts import Reading
from wayhome.engines.reading.facts.clauses import Place
from wayhome.engines.reading.facts.sides import BOTH, Sides
from wayhome.engines.reading.facts.subjects import (
    asked_of,
    asker,
    holder_of,
    is_offer,
    subject_of,
)
from wayhome.engines.reading.facts.triggers import Form, Trigger
from wayhome.engines.reading.quantities import Counted
from wayhome.engines.reading.text import Text

_SUBMITTED = re.compile(
    r"\b(?:submitted|handed|given|provided|presented|passed|sent|supplied"
    r"|compiled)\b[^,;]*?\bby\s+(?:the\s+)?"
)
_PASSED_ON = re.compile(
    r"\b(?:submit\w*|hand\w*|g[ai]ve\w*|provid\w*|present\w*|pass\w*|shar\w+|sent|send|suppl\w+"
    r"|exchang\w+|deliver\w*|review\w*)\b",
    re.I,
)
_OF_THE_STATE = re.compile(
    r"\b(?:government|army|policem[ae]n|police|serviceman|servicewoman|conscript)\b", re.I
)
_OF_A_MOVEMENT = re.compile(r"\b(?:rebel|insurgent|guerrilla|separatist|opposition)s?\b", re.I)
_LISTED_BY = re.compile(
    r"\b(?:listed|named|submitted|requested|demanded|sought|claimed|chosen|picked|selected|identified"
    r"|proposed|mediated|brokered|announced|agreed|signed)\s+by\s+(?:the\s+)?$"
)
_GIVEN_FOR = re.compile(r"\bfor\s+$")
_ONE_FOR_ANOTHER = re.compile(
    r"\b\d[\d,]*\s+(?:[\w’'-]+\s+){1,6}?(?:in (?:return|exchange) )?for\s+(?:[\w’'-]+\s+){0,2}?\d"
)
_HOLDS = re.compile(r"(?:still |currently |now )?(?:held|hold|detain|keep|kept|captur|seiz|tak)")
_ACTIVE = re.compile(r"\b(?:is|are|was|were|been|being|still|people|persons?)\s+$", re.I)


@dataclass(frozen=True, slots=True)
class Owing:
    """Giver and receiver as parties, or "both"; None where not known."""

    giver: str | None
    receiver: str | None
    rule: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known of a number when its giver and receiver are sought."""

    text: Text
    sides: Sides
    counted: Counted
    place: Place
    reading: Reading
    by: AssertedBy
    per: Per
    what: What

    @property
    def nation(self) -> str | None:
        """The principal whose people they are, by the word before the noun, or the noun."""
        nation = self.sides.people_of(self.counted.demonym)
        if nation is not None or self.counted.demonym is not None:
            return nation
        movement = self.sides.movement
        words = f"{self.counted.modifiers} {self.counted.detail}"
        if movement is None:
            return None
        if _OF_THE_STATE.search(words):
            return self.sides.other(movement)
        return movement if _OF_A_MOVEMENT.search(words) else None


def read_owing(scene: Scene) -> Owing:
    """Who owes whom, from subject, agent, nationality and who asks; the other side completes it."""
    lead = scene.text.raw[scene.counted.sentence.start : scene.counted.span.start]
    if (
        scene.what is What.EXCHANGE
        and scene.nation
        and (_ONE_FOR_ANOTHER.search(scene.text[scene.counted.sentence]) or _GIVEN_FOR.search(lead))
    ):
        return Owing(scene.sides.other(scene.nation), scene.nation, "one lot for another")
    if scene.what in {What.CEASEFIRE, What.EXCHANGE} or scene.per is Per.EACH_SIDE:
        return Owing(BOTH, BOTH, "mutual deed")
    owing = _read(scene)
    if owing.giver is not None:
        return owing
    if scene.by.party == BOTH:
        return Owing(BOTH, BOTH, "told by both", sure=False)
    movement = scene.sides.movement
    if movement and re.search(r"hostage|abduct", scene.counted.detail):
        receiver = owing.receiver or scene.sides.other(movement)
        return Owing(movement, receiver, "hostages of a movement", sure=False)
    return owing


def _read(scene: Scene) -> Owing:
    trigger = scene.place.trigger
    if trigger is None:
        return _without_verb(scene)
    if scene.place.back:
        return _in_return(scene, trigger)
    if trigger.form is Form.STATE:
        return _of_state(scene, trigger)
    if scene.reading.act is Act.ASK:
        return _of_demand(scene, trigger)
    end = scene.counted.span.start
    subject = subject_of(scene.text, scene.sides, scene.place, trigger, scene.by, end)
    known = {BOTH, *scene.sides.principals}
    if subject not in known and trigger.what is What.TRANSFER and len(known) > 2:
        subject = None  # who flies them home does not give them
    return _of_deed(scene, trigger, subject)


def _without_verb(scene: Scene) -> Owing:
    """As in "the deal covered four people whom the group had jailed"."""
    end = scene.place.clause.end
    holder = holder_of(scene.text, scene.sides, scene.counted.span.end, end)
    if scene.counted.unit is not None and holder in scene.sides.principals:
        return Owing(holder, scene.sides.other(holder), "kept by")
    sides = scene.sides
    subject = _first_acting(scene)
    who = scene.by.party if scene.by.party in sides.principals else subject
    if scene.reading.act is Act.ASK and who:
        return Owing(sides.other(who), who, "asked", sure=False)
    binds = scene.reading.act in {Act.PROMISE, Act.REFUSAL} and scene.reading.rule != "no verb"
    if binds and subject:
        return Owing(subject, sides.other(subject), "who binds themselves", sure=False)
    if scene.nation and scene.counted.unit is not None:
        return Owing(sides.other(scene.nation), scene.nation, "nationality receives", sure=False)
    if scene.counted.unit is None and len(sides.principals) == 2:
        return Owing(BOTH, BOTH, "a total", sure=False)
    return Owing(None, None, "no verb", sure=False)


def _first_acting(scene: Scene) -> str | None:
    """The principal that a clause without a listed verb begins with."""
    clause, end = scene.place.clause, scene.counted.span.start
    named = [
        a
        for a in scene.sides.between(clause.start, max(clause.start, end))
        if not a.place and a.party in scene.sides.principals
    ]
    return named[0].party if named else None


def _in_return(scene: Scene, trigger: Trigger) -> Owing:
    """What is given back: by who holds them or acts there, else the other way round."""
    counted, sides = scene.counted, scene.sides
    holder = holder_of(scene.text, sides, counted.number.bare.end, scene.place.clause.end)
    if holder in sides.principals:
        return Owing(holder, sides.other(holder), "in return, kept by")
    if scene.nation:
        return Owing(sides.other(scene.nation), scene.nation, "in return, nationality")
    subject = subject_of(scene.text, sides, scene.place, trigger, scene.by)
    own = trigger.span.start >= scene.place.clause.start
    if own or subject in {None, BOTH}:
        return Owing(subject, subject if subject == BOTH else sides.other(subject), "in return")
    return Owing(sides.other(subject), subject, "in return, the other way round")


def _of_demand(scene: Scene, trigger: Trigger) -> Owing:
    """Asked: the other side is to give, unless who asks offers, or a third asks both."""
    sides = scene.sides
    who = asker(scene.text, sides, scene.place, trigger, scene.by)
    whom = asked_of(scene.text, sides, scene.place, trigger)
    if whom == BOTH:
        return Owing(BOTH, BOTH, "asked of both")
    if whom in sides.principals and whom != who:
        return Owing(whom, sides.other(whom), "asked of a side")
    if is_offer(scene.text, scene.place, trigger) or trigger.towards:
        giver, receiver = who, sides.other(who)
        return (
            Owing(receiver, giver, "offered")
            if trigger.towards
            else Owing(giver, receiver, "offered")
        )
    if scene.nation:
        return Owing(sides.other(scene.nation), scene.nation, "nationality receives")
    if who in sides.principals:
        return Owing(sides.other(who), who, "asked of the other side")
    return Owing(None, who if who != BOTH else None, "asked", sure=False)


def _of_deed(scene: Scene, trigger: Trigger, subject: str | None) -> Owing:  # noqa: PLR0911 - rules, in their order
    sides, counted = scene.sides, scene.counted
    agent = _agent(scene, trigger) or _from_custody(scene, trigger)
    target = _target(scene)
    if agent:
        return Owing(agent, target or sides.other(agent), "by an agent")
    if BOTH in {subject, target} and scene.nation and trigger.form in {Form.NOUN, Form.BASE}:
        return Owing(sides.other(scene.nation), scene.nation, "nationality receives")
    if BOTH in {subject, target}:
        return Owing(BOTH, BOTH, "both sides")
    if trigger.towards and subject is not None:
        return Owing(sides.other(subject), subject, "subject receives")
    passive = counted.span.start < trigger.span.start or trigger.form is Form.NOUN
    if (
        subject
        and not (passive and subject in {counted.demonym, scene.nation})
        and subject != target
    ):
        receiver = target or _foreign(scene) or sides.other(subject)
        return Owing(subject, receiver, "subject gives", sure=receiver is not None)
    if scene.nation:
        return Owing(sides.other(scene.nation), scene.nation, "nationality receives")
    if target in sides.principals:
        return Owing(sides.other(target), target, "given to")
    if scene.what is What.RETURN and scene.by.party in sides.principals:
        return Owing(sides.other(scene.by.party), scene.by.party, "tells of its own", sure=False)
    return Owing(None, None, "not said", sure=False)


def _foreign(scene: Scene) -> str | None:
    """The country whose nationals they are, where it is neither side: "15 Saudis"."""
    demonym = scene.counted.demonym
    return demonym if demonym and scene.nation is None else None


def _of_state(scene: Scene, trigger: Trigger) -> Owing:
    """Held: the holder gives, the other receives. Listed: who hands in the list gives it."""
    if trigger.state is ActDetail.LISTED:
        return _of_list(scene, trigger)
    sides = scene.sides
    subject = subject_of(scene.text, sides, scene.place, trigger, scene.by)
    subject = None if subject == BOTH else subject
    if trigger.state in {ActDetail.DEPORTED, ActDetail.OTHER}:
        return _of_taken(scene, trigger, subject)
    return _of_held(scene, trigger, subject)


def _of_taken(scene: Scene, trigger: Trigger, subject: str | None) -> Owing:
    """Deported or abducted: from one side to the one that took them."""
    end = scene.place.clause.end
    taker = holder_of(scene.text, scene.sides, trigger.span.end, end)
    if taker is None and trigger.span.start < scene.counted.span.start:
        accused = [
            a
            for a in scene.sides.between(scene.place.governing.start, trigger.span.start)
            if not a.place
        ]
        taker = accused[-1].party if accused else subject
    if taker is None and scene.by.party in scene.sides.principals:
        taker = scene.sides.other(scene.by.party)
    if taker is None or taker == BOTH:
        return Owing(None, None, "not said who took", sure=False)
    return Owing(scene.sides.other(taker), taker, "taken from")


def _of_held(scene: Scene, trigger: Trigger, subject: str | None) -> Owing:
    sides, counted = scene.sides, scene.counted
    holder = holder_of(
        scene.text, sides, min(trigger.span.start, counted.number.bare.end), scene.place.clause.end
    )
    words = scene.text[trigger.span]
    before = scene.text.raw[max(0, trigger.span.start - 12) : trigger.span.start]
    active = bool(_HOLDS.match(words)) and trigger.span.start < counted.span.start
    passive = _ACTIVE.search(before) and not words.lower().endswith("ing")
    if holder is None and active and not passive:
        holder = subject
    if holder is None and scene.nation:
        holder = sides.other(scene.nation)
    told_by_side = scene.by.party in sides.principals
    if holder is None and trigger.state is ActDetail.MISSING and not told_by_side:
        return Owing(None, None, "missing", sure=False)
    if holder is None and scene.by.party in sides.principals:
        holder = sides.other(scene.by.party)
    neutral = scene.by.party not in {None, BOTH, *sides.principals}
    missing = "missing" in scene.text[scene.place.clause]
    receiver = None if neutral and missing and not scene.nation else sides.other(holder)
    return Owing(holder, receiver, "holder", sure=holder is not None)


def _of_list(scene: Scene, trigger: Trigger) -> Owing:
    """A list goes from who made it to the other side, where it was handed over at all."""
    sides, clause = scene.sides, scene.place.clause
    words = scene.text.raw[clause.start : clause.end]
    if scene.reading.act is Act.ASK:
        who = asker(scene.text, sides, scene.place, trigger, scene.by)
        if who not in sides.principals:
            who = subject_of(scene.text, sides, scene.place, trigger, scene.by)
        return Owing(sides.other(who), who, "asked of the other side")
    if scene.reading.act is Act.PROMISE and scene.nation:
        return Owing(sides.other(scene.nation), scene.nation, "nationality receives")
    giver = _submitter(scene, trigger) or subject_of(
        scene.text, sides, scene.place, trigger, scene.by
    )
    if giver == BOTH:
        return Owing(BOTH, BOTH, "both hand in lists")
    if scene.counted.unit is None:
        return Owing(None, None, "number on a list", sure=False)
    receiver = sides.other(giver) if _PASSED_ON.search(words) else None
    return Owing(giver, receiver, "who hands in the list", sure=giver is not None)


def _submitter(scene: Scene, trigger: Trigger) -> str | None:
    clause = scene.place.clause
    handed = _SUBMITTED.search(scene.text.raw[trigger.span.end : clause.end])
    if not handed:
        return None
    named = scene.sides.between(trigger.span.end + handed.end() - 5, clause.end)
    return named[0].party if named else None


def _agent(scene: Scene, trigger: Trigger) -> str | None:
    """As in "freed by the movement", "left government prisons"."""
    inside = scene.sides.between(trigger.span.start, trigger.span.end)
    if inside:
        return inside[0].party
    for actor in scene.sides.between(trigger.span.end, scene.place.clause.end):
        before = scene.text.raw[trigger.span.end : actor.span.start]
        own = scene.text[actor.span].lower().startswith("by ")
        if _LISTED_BY.search(before):
            continue
        if actor.party in scene.sides.principals and (
            own or re.search(r"\bby\s+(?:the\s+)?$", before)
        ):
            return actor.party
    return None


def _from_custody(scene: Scene, trigger: Trigger) -> str | None:
    """As in "transferred from the group's custody"."""
    words = scene.text.raw[scene.place.clause.start : scene.place.clause.end]
    for found in re.finditer(r"\b(?:from|held by|in)\s+", words):
        start = scene.place.clause.start + found.start()
        span = Span(start, min(start + 60, scene.place.clause.end))
        if not re.search(r"custody|captivity|prison|jail|detention|held by", scene.text[span]):
            continue
        named = [a.party for a in scene.sides.between(span.start, span.end)]
        if named and named[0] in scene.sides.principals:
            return named[0]
    return None


def _target(scene: Scene) -> str | None:
    """As in "handed to Southland": whom a thing goes to, where that is a side, or both."""
    clause = scene.place.clause
    trigger = scene.place.trigger
    start = min(scene.counted.span.end, trigger.span.end if trigger else clause.end)
    for actor in scene.sides.between(max(start, clause.start), clause.end):
        before = scene.text.raw[max(clause.start, actor.span.start - 12) : actor.span.start]
        to = re.search(r"\bto\s+(?:the\s+)?$", before)
        if to and (actor.party in scene.sides.principals or actor.party == BOTH):
            return actor.party
    return None
