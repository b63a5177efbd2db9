"""Put the parts of a fact together, for every number that counts something in scope."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from wayhome.engines.reading.draft import (
    Act,
    ActDetail,
    AssertedBy,
    Deadline,
    Duration,
    Fact,
    Found,
    Per,
    Person,
    Quantity,
    Span,
    Unit,
    What,
)
from wayhome.engines.reading.facts.acts import (
    Reading,
    asked_before,
    is_only_drafted,
    read_act,
    what_of,
)
from wayhome.engines.reading.facts.admission import admit
from wayhome.engines.reading.facts.attribution import Accounts
from wayhome.engines.reading.facts.authors import by_author
from wayhome.engines.reading.facts.clauses import Place, place_of
from wayhome.engines.reading.facts.elliptic import (
    act_without_verb,
    continued,
)
from wayhome.engines.reading.facts.links import link, whole_of
from wayhome.engines.reading.facts.owing import Owing, Scene, read_owing
from wayhome.engines.reading.facts.scope import is_about_a_track
from wayhome.engines.reading.facts.sides import BOTH, Sides
from wayhome.engines.reading.facts.subjects import asker, subject_of
from wayhome.engines.reading.facts.triggers import Form, Trigger
from wayhome.engines.reading.quantities import Counted, find_quantities
from wayhome.engines.reading.text import Text

_EACH = re.compile(
    r"^\s*(?:[\w’'-]+\s+){0,5}?(?:each\b(?! other)|apiece\b|(?:from|on|by|for) (?:each"
    r"|either) side\b|per side\b"
    r"|on both sides\b)",
    re.I,
)
_EACH_BEFORE = re.compile(
    r"\b(?:each (?:side|party|country|delegation)|both sides each|either side"
    r"|\band (?:the )?[\w’'-]+(?: [\w’'-]+)? each)\b[^,;]{0,60}$",
    re.I,
)
_FOR = re.compile(r"^\s*(?:[\w’'-]+\s+){0,4}?(?:for|-for-)\s*(\d[\d,]*)", re.I)
_QUALIFIER = re.compile(
    r"^\s*(?:who (?:were|are|have been|had been) |which |whom )?"
    r"((?:serving|sentenced|jailed|convicted|detained|held|captured|aged|under"
    r"|wounded)[^,.;“”]{3,70})"
)
_CONDITION = re.compile(
    r"\b((?:if|unless|provided(?: that)?|on condition that|as long as|subject to|in case"
    r"|once)\b[^,.;”]{3,120})",
    re.I,
)
_EARLIER = re.compile(
    r"\b(?:earlier|previous(?:ly)?|last (?:year|month)|in (?:19|20)\d\d|since (?:then|the)"
    r"|to date|so far|already"
    r"|in (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Draftable:
    """A number in scope with its clause and act, before it is attributed."""

    counted: Counted
    place: Place
    reading: Reading
    unit: Unit
    detail: str
    what: What
    each: bool
    whole: Fact | None = None  # the fact this is a subset of, and of one act with
    part_of: str = ""
    kin: Fact | None = None  # the fact it goes on counting, whose sides are its own by default


def find_facts(
    text: Text,
    people: Sequence[Person] = (),
    deadlines: Sequence[Deadline] = (),
    parties: Sequence[str] = (),
) -> tuple[Fact, ...]:
    """Every fact with a number in the body of a report, in the order of the text.

    Numbers out of scope are left out: casualties, displacement, ages, money, dates, weapons.
    `parties` are names known beforehand to be parties.
    """
    sides = Sides(text, people, parties)
    if not is_about_a_track(text, sides):
        return ()
    accounts = Accounts(text, sides, people)
    facts: list[Fact] = []
    for counted in find_quantities(text, tuple(parties)):
        draftable = _draftable(text, counted, facts)
        if draftable is not None:
            facts.append(_fact(text, sides, accounts, draftable, deadlines, facts))
    return link(facts)


def _draftable(text: Text, counted: Counted, before: Sequence[Fact]) -> _Draftable | None:
    place = place_of(text.raw, counted.sentence, counted.span)
    admitted = admit(text, counted, place, before)
    if admitted is None or _pairs_ahead(text, counted):
        return None
    unit, detail, follows = admitted.unit, admitted.detail, admitted.follows
    previous = before[-1] if before else None
    truce = unit is Unit.CEASEFIRE_TIME
    trigger = None if truce else place.trigger
    governing = place.governing if not truce else Span(counted.sentence.start, place.clause.end)
    reading = (
        _of_truce(text, counted) if truce else read_act(text.raw, governing, trigger, counted.span)
    )
    if place.borrowed and not truce:
        own = Span(place.clause.start, counted.span.start)
        reading = asked_before(text[own]) or reading
    paragraph = next((p for p in text.paragraphs if p.holds(counted.sentence)), counted.sentence)
    told = text.raw[paragraph.start : counted.span.start]
    if reading.act is Act.PROMISE and is_only_drafted(told, text[place.clause]):
        reading = Reading(Act.ASK, ActDetail.PROPOSED, "would, in a draft")
    if place.back and previous is not None and previous.sentence == counted.sentence:
        reading = Reading(previous.act.value, previous.act_detail.value, "in return")
    each = _is_each(text, counted)
    whole = None if place.back else whole_of(text, counted.number, counted.sentence, before)
    if whole and whole.unit.value is Unit.BODY and not counted.by_itself:
        unit, detail = Unit.BODY, "body"
    what = what_of(trigger, truce=truce)
    if (
        whole is not None
        and unit is not Unit.CEASEFIRE_TIME
        and not _has_own_verb(text, whole, place, counted)
    ):
        act = Reading(whole.act.value, whole.act_detail.value, "as the whole")
        what, reading, inherited = whole.what.value, act, whole
    else:
        inherited = None
    if admitted.dead:
        reading, inherited = Reading(Act.STATE, ActDetail.HELD, "dead among those held"), None
    if trigger is None and not truce and inherited is None:
        joined = follows or _is_joined(text, counted, place, before)
        reading = act_without_verb(text, counted, reading, before if joined else ())
    goes_on = follows or counted.unit is None or _is_joined(text, counted, place, before)
    kin = whole or (continued(text, counted, before) if goes_on else None)
    part_of = (whole.part_of or whole.id) if whole else ""
    return _Draftable(counted, place, reading, unit, detail, what, each, inherited, part_of, kin)


def _is_joined(text: Text, counted: Counted, place: Place, before: Sequence[Fact]) -> bool:
    """As in "12 were servicemen and 64 civilians": no verb, and joined to the fact before."""
    lead = text.raw[counted.sentence.start : counted.span.start]
    here = bool(before) and before[-1].sentence == counted.sentence
    return here and place.trigger is None and bool(re.search(r"\band\s+$", lead))


def _has_own_verb(text: Text, whole: Fact, place: Place, counted: Counted) -> bool:
    """Whether a part has a verb of its own: "agreed to return 10 of them"."""
    trigger, span = place.trigger, whole.quantity.span
    if trigger is None or span is None:
        return False
    told = text.raw[counted.sentence.start : counted.span.start]
    if (
        re.search(r"\bof (?:whom|them|those),?\s*$", told)
        and trigger.span.start > counted.span.start
    ):
        return trigger.what is not None and trigger.form is Form.PAST
    between = span.end < trigger.span.start < counted.span.start
    return between and trigger.what is not None and trigger.form is not Form.STATE


_PAST_TRUCE = re.compile(
    r"\b(?:[Pp]revious|[Ee]arlier|[Ll]ast) (?:\w+ )?(?:truce|ceasefire)|\b(?:during|after) (?:a"
    r"|the) \w+-\w+ (?:truce|ceasefire)"
    r"|\b(?:truce|ceasefire)\b[^.;]{0,60}\b(?:collapsed|expired|broke down|lasted)\b"
)


def _of_truce(text: Text, counted: Counted) -> Reading:
    """A ceasefire's time: who asks first, then what was extended, else agreed."""
    sentence = counted.sentence
    before = Span(sentence.start, counted.span.start)
    reading = read_act(text.raw, before, None, counted.span)
    words = text[before]
    around = Span(
        max(sentence.start, counted.span.start - 40), min(sentence.end, counted.span.end + 80)
    )
    if reading.act is Act.PROMISE and _PAST_TRUCE.search(text[around]):
        return Reading(Act.DELIVERY, ActDetail.DONE, "a truce of the past", sure=False)
    if reading.act is Act.PROMISE and re.search(
        r"\b(?:was|were|had been|has been) (?:extended|prolonged|stretched|renewed)|\b(?:lasted"
        r"|held for|expired after)\b",
        words,
    ):
        return Reading(Act.DELIVERY, ActDetail.DONE, "past of a ceasefire")
    return reading


def _is_each(text: Text, counted: Counted) -> bool:
    after = text.raw[counted.span.end : counted.sentence.end]
    before = text.raw[counted.sentence.start : counted.span.start]
    if _EACH.match(after) or _EACH_BEFORE.search(before):
        return True
    mirrored = re.search(r"(\d[\d,]*)[\s-]*(?:[\w’'-]+\s+){0,3}for[\s-]*$", before)
    return bool(mirrored and int(mirrored[1].replace(",", "")) == counted.number.value)


def _pairs_ahead(text: Text, counted: Counted) -> bool:
    """The first half of "1,000 for 1,000": the second is the fact."""
    after = _FOR.match(text.raw[counted.number.bare.end : counted.sentence.end])
    return bool(after and int(after[1].replace(",", "")) == counted.number.value)


def _fact(
    text: Text,
    sides: Sides,
    accounts: Accounts,
    found: _Draftable,
    deadlines: Sequence[Deadline],
    before: Sequence[Fact],
) -> Fact:
    counted, place = found.counted, found.place
    by = accounts.of(counted.sentence, counted.span.start)
    told = by or AssertedBy(party=None)
    per = Per.EACH_SIDE if found.each else Per.TOTAL
    scene = Scene(text, sides, counted, place, found.reading, told, per, found.what)
    owing = _owing(scene, found, before)
    told = by or _by_actor(scene, found)
    number = counted.number
    quantity = Quantity(
        value=number.value,
        value_max=number.value_max,
        comparator=number.comparator,
        per=per,
        increment=number.increment,
        as_written=text[number.span],
    )
    loose = counted.unit is None or not counted.by_itself
    return Fact(
        id=f"f{len(before) + 1}",
        span=_trimmed(text, place.clause),
        sentence=counted.sentence,
        act=Found(found.reading.act, _span_of(place), found.reading.rule, found.reading.sure),
        act_detail=Found(
            found.reading.detail, _span_of(place), found.reading.rule, found.reading.sure
        ),
        what=Found(found.what, _span_of(place), "verb", place.trigger is not None),
        quantity=Found(quantity, number.span, "number"),
        unit=Found(found.unit, counted.span, "context" if loose else "noun", not loose),
        unit_detail=found.detail,
        asserted_by=told,
        qualifier=_qualifier(text, counted),
        duration=_duration(found),
        giver=Found(owing.giver, None, owing.rule, owing.sure) if owing.giver else None,
        receiver=Found(owing.receiver, None, owing.rule, owing.sure) if owing.receiver else None,
        mutual=owing.giver == BOTH,
        part_of=found.part_of,
        condition=_condition(text, counted.sentence),
        deadline=_deadline(counted.sentence, place.clause, deadlines),
        refers_to="earlier deal" if _EARLIER.search(text[place.clause]) else "new",
    )


def _owing(scene: Scene, found: _Draftable, before: Sequence[Fact]) -> Owing:
    """Of a subset and of a number without a verb, as of the fact it continues."""
    if found.whole is not None:
        giver, receiver = found.whole.giver, found.whole.receiver
        own = scene.counted.demonym if scene.nation is None else scene.nation
        return Owing(
            giver.value if giver else None,
            own or (receiver.value if receiver else None),
            "as the whole",
        )
    owing = read_owing(scene)
    kin = found.kin
    if (owing.giver is None or owing.rule == "a total") and kin and kin.giver is not None:
        to = kin.receiver.value if kin.receiver else None
        return Owing(kin.giver.value, to, "as the fact it goes on from", sure=False)
    last = before[-1] if before else None
    if owing.giver is None and last and last.giver and _is_next(scene, last):
        to = last.receiver.value if last.receiver else None
        if scene.nation is None or scene.nation == to:
            return Owing(last.giver.value, to, "as the fact before", sure=False)
    return owing


def _is_next(scene: Scene, last: Fact) -> bool:
    """Whether a number stands in the sentence of the fact before it, or in the next one."""
    here = scene.counted.sentence
    between = [s for s in scene.text.sentences if last.sentence.end <= s.start < here.start]
    return last.sentence == here or not between


_PUBLISHED = re.compile(
    r"\b(?:publish|issu|releas|announc|unveil)\w*\s+(?:[\w’']+\s+){0,3}(?:names|lists?|roster)",
    re.I,
)
_REFUSES = ("refus", "reject", "rul", "declin", "turn")
_BINDS = ("pledg", "promis", "vow", "undert", "commit", "announc", "unilat")


def _by_actor(scene: Scene, found: _Draftable) -> AssertedBy:
    """What a side asks, refuses or pledges, told by nobody else, it says itself.

    All else the report says.
    """
    narrator = AssertedBy(party=None, rule="narrator")
    trigger, reading = found.place.trigger, found.reading
    if trigger is None:
        trigger = Trigger(scene.counted.span, Form.NOUN, scene.what)
    text, sides = scene.text, scene.sides
    party = None
    if reading.act is Act.ASK and trigger.form is not Form.STATE:
        party = asker(text, sides, found.place, trigger, narrator)
    elif (
        (reading.act is Act.REFUSAL and reading.rule.startswith(_REFUSES))
        or reading.act is Act.ASK
        or (reading.act is Act.PROMISE and reading.rule.startswith(_BINDS))
        or _PUBLISHED.search(text[found.place.governing])
    ):
        party = subject_of(text, sides, found.place, trigger, narrator)
    if party is None or party == BOTH:
        return by_author(text, sides) or narrator
    return AssertedBy(party=party, via="said", rule="who acts says so", sure=False)


def _span_of(place: Place) -> Span | None:
    return place.trigger.span if place.trigger else None


def _trimmed(text: Text, clause: Span) -> Span:
    words = text[clause]
    start = clause.start + len(words) - len(words.lstrip(' ,;“"—–'))
    return Span(start, max(start, clause.start + len(words.rstrip(" ,;“—–"))))


def _qualifier(text: Text, counted: Counted) -> str:
    after = _QUALIFIER.match(text.raw[counted.span.end : counted.sentence.end])
    parts = [counted.modifiers, after[1] if after else ""]
    return "; ".join(part for part in parts if part)


def _duration(found: _Draftable) -> Duration | None:
    if found.unit is not Unit.CEASEFIRE_TIME:
        return None
    letter = {"hour": "H", "day": "D", "week": "W", "month": "M", "year": "Y"}[found.detail]
    number = found.counted.number
    prefix = "PT" if letter == "H" else "P"
    latest = f"/{prefix}{number.value_max}{letter}" if number.value_max else ""
    return Duration(iso=f"{prefix}{number.value}{letter}{latest}", comparator=number.comparator)


def _condition(text: Text, sentence: Span) -> Found[str] | None:
    match = _CONDITION.search(text.raw, sentence.start, sentence.end)
    if match is None:
        return None
    return Found(match[1].strip(), Span(match.start(1), match.end(1)), "condition", sure=False)


def _deadline(sentence: Span, clause: Span, deadlines: Sequence[Deadline]) -> Deadline | None:
    """The deadline of the clause, else the only one of the sentence."""
    near = [d for d in deadlines if clause.holds(d.span)]
    if near:
        return near[0]
    there = [d for d in deadlines if sentence.holds(d.span)]
    return replace(there[0], sure=False) if len(there) == 1 else None
