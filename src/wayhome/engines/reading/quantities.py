"""What a number counts: captives, children, bodies, names, hours of a ceasefire."""

import re
from dataclasses import dataclass, replace

from wayhome.engines.reading.draft import Span, Unit
from wayhome.engines.reading.gazetteer import Kind, find
from wayhome.engines.reading.numbers import Number, find_numbers
from wayhome.engines.reading.text import Text

# Nouns that say by themselves that somebody is kept or dead; the word of the source is the detail.
_BY_THEMSELVES: tuple[tuple[Unit, str], ...] = (
    (
        Unit.BODY,
        r"(?:dead )?bod(?:y|ies)|(?:(?:sets?|cases?|boxes|coffins|bags) (?:of"
        r"|with) )?(?:the )?(?:mortal |human )?remains|corpses?|coffins?|caskets?"
        r"|fallen (?:soldiers?|servicemen|fighters|defenders)|fallen(?!\s+[A-Z])",
    ),
    (
        Unit.CHILD,
        r"children|child(?!-)|minors?|kids|boys?|girls?|teenagers?|infants?|orphans?|babies"
        r"|toddlers"
        r"|schoolgirls?|schoolboys?|schoolchildren|pupils|adolescents?|juveniles|youngsters",
    ),
    (Unit.DOCUMENT_NAME, r"names"),
    (
        Unit.CAPTIVE,
        r"(?:[Pp]risoners?|PRISONERS?)[ -]of[ -]war|[Pp][Oo][Ww]s?|prisoners?|detainees?|captives?"
        r"|hostages?|abductees?|internees?|(?:prison )?inmates?|convicts?|returnees"
        r"|(?:enforced )?disappear(?:ed|ances)|missing(?: (?:persons?|people|civilians|soldiers|"
        r"servicemen))?|deportees|kidnap victims|abducted",
    ),
)
# Nouns that count only where the sentence speaks of release, captivity or the missing.
_OF_PEOPLE = (
    r"women and children|people|persons?|individuals?|civilians?|non-combatants|men|women|soldiers?"
    r"|servicem[ae]n|servicewom[ae]n|service ?members?|service personnel|personnel|troops?"
    r"|fighters?|militants?|militiam[ae]n|combatants?|rebels?|insurgents?|guerrillas?|separatists?"
    r"|officers?|commanders?|guards?|guardsmen|border guards?|marines?|sailors?|seamen|pilots?"
    r"|policem[ae]n|police(?: officers?)?|conscripts?|recruits?|reservists|defenders|cadets"
    r"|journalists?|reporters?|academics?|lecturers?|tourists?|pastors?|missionar(?:y|ies)"
    r"|activists?|aid workers?|humanitarian workers?|relief workers?"
    r"|workers?|staff(?: members?)?|employees|medics?|doctors|nurses|teachers?|students?|priests?"
    r"|politicians?|ex-\w+|presidents|ministers?|generals?|figures?|leaders?|officials?"
    r"|lawmakers|members?|supporters?|mayors?|judges?"
    r"|nationals?|citizens?|foreigners?|migrants?|fishermen|farmers|villagers|residents|crew"
    r"(?: members?)?|families|relatives|others|cases|dissidents|opponents|patients"
    r"|(?:wounded|sick|elderly)(?= ?[,.;]| (?:were|will|would|are|have|from|to)\b)|bishops?|nuns"
    r"|engineers|contractors|passengers"
    r"|peacekeepers?|observers?|spies|agents?|loyalists?|protesters?|demonstrators?|tribesmen"
    r"|Christians|Muslims|Yazidis|Yezidis|Kurds|Arabs|Druze|Tamils|Palestinians|compatriots"
)
_TIME = r"hours?|days?|weeks?|months?|years?"
_NO_MODIFIER = (
    "in on at to from by for with who which that were was are is have has had will would after"
    " before during of as each per until since while when be been being said did does do and or but"
    " whom whose than if not the a an this these those it he she they its their his her our my your"
    " into over about against under between among including also still only had should could can"
    " may might must shall went came left got says told"
)
_MODIFIER = rf"(?!\d|(?:{'|'.join(_NO_MODIFIER.split())}|{_TIME}|sides?)\b)[\w’'/-]+"
_MODIFIERS = rf"(?:(?:{_MODIFIER},? ){{0,5}}?(?:and {_MODIFIER} )?)"
_LEAD = (
    r"\s+(?:of (?:(?:its|their|his|her|our|the|these|those)(?: own)?(?: \d[\d,]*)? )?)?(?:the )?"
)


def _noun(words: str) -> re.Pattern[str]:
    return re.compile(rf"{_LEAD}(?P<modifiers>{_MODIFIERS})(?P<noun>{words})(?![\w’'-])")


_FIRM = tuple((unit, _noun(words)) for unit, words in _BY_THEMSELVES)
_LOOSE = _noun(_OF_PEOPLE)
_OF_THEIR_OWN = re.compile(
    r"\s+of (?:its|their|his|her|our) own(?=[\s,.;](?!men|people|soldiers|fighters))"
)
_BODIES_OF = re.compile(
    r"\b(?:bod(?:y|ies)|remains|corpses?|coffins?) (?:of|with)\s+(?:the\s+)?$", re.I
)
_PERIOD = re.compile(rf"[\s-]+(?:\w+ )?(?P<noun>{_TIME})\b")
_TRUCE = r"(?:cease-?fires?|truces?|pauses?|cessation of (?:hostilities|fighting)|lulls?|armistice)"
_TRUCE_AFTER = re.compile(
    rf"[\s-]+(?:hours?|days?|weeks?|months?|years?)['’]?[\s,](?!ago|later|after|before|since)"
    rf"(?:\w+[ -,]+){{0,5}}{_TRUCE}\b",
    re.I,
)
_TRUCE_LASTS = re.compile(
    rf"\b{_TRUCE}\b[^.;]{{0,60}}?\b(?:of|for|by|lasting|last|lasted|another|to)\s+(?:\w+ ){{0,2}}$"
    rf"|\b(?:extend|prolong|renew|halt|suspend|pause|stop|stretch)\w*\b[^.;]{{0,70}}\b(?:for|by)\s+"
    r"(?:\w+ ){0,2}$",
    re.I,
)
_FIGHTING_STOPS = re.compile(
    r"\b(?:fighting|hostilities|operations|guns|strikes|attacks|fire)\b[^.;]{0,40}?"
    r"\b(?:stop|cease|halt|pause|suspend|silence)\w*\s+for\s+(?:\w+ ){0,2}$",
    re.I,
)
_SINCE = re.compile(r"\b(?:after|within|in|ago|since|last|past|over)\s+(?:\w+ ){0,2}$", re.I)
_BASE_OF_ONE = re.compile(r"\b(?:one|both|all|each|some|none) of the\s+$", re.I)
_NEVER = re.compile(
    r"\s+(?:sides?|parties|countries|nations|states|leaders’|presidents|armies|governments|rounds?"
    r"|delegations?|neighbou?rs|rivals|foes|times?|-for-)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with what it counts.

    `unit` is None for a bare number ("the separatists took in 124"): the facts say what of.
    `by_itself` is false for people whom only the sentence makes captives.
    """

    number: Number
    sentence: Span
    span: Span  # number, modifiers and noun
    unit: Unit | None
    detail: str = ""
    modifiers: str = ""
    demonym: str | None = None  # the party whose people they are
    by_itself: bool = True


def find_quantities(text: Text, parties: tuple[str, ...] = ()) -> tuple[Counted, ...]:
    """Every number of the body that may count people, bodies, names or time of a ceasefire."""
    return tuple(
        counted
        for sentence in text.sentences
        for number in find_numbers(text.raw, sentence)
        if (counted := _count(text, sentence, number, parties)) is not None
    )


def _count(text: Text, sentence: Span, number: Number, parties: tuple[str, ...]) -> Counted | None:  # noqa: PLR0911 - rules, in their order
    after = text.raw[number.bare.end : sentence.end]
    if _NEVER.match(after) or _BASE_OF_ONE.search(text.raw[sentence.start : number.span.start]):
        return None
    period = _PERIOD.match(after)
    if period:
        return _truce(text, sentence, number, period)
    dead = _BODIES_OF.search(text.raw[sentence.start : number.span.start])
    for unit, pattern in _FIRM:
        match = pattern.match(after)
        if match and dead:
            found = _with_noun(text, sentence, number, match, Unit.BODY, parties)
            return replace(found, detail="body")
        if match:
            counted = _with_noun(text, sentence, number, match, unit, parties)
            return _as_body(counted, text)
    whole = _of_a_counted_whole(text, sentence, number, parties)
    if whole is not None:
        return whole
    own = _OF_THEIR_OWN.match(after)
    if own:
        span = Span(number.span.start, number.bare.end + own.end())
        return Counted(number, sentence, span, Unit.CAPTIVE, "person", by_itself=False)
    loose = _LOOSE.match(after)
    if loose:
        found = _with_noun(text, sentence, number, loose, Unit.CAPTIVE, parties)
        child = re.search(r"\bchild(?:ren)?\b", found.detail)
        if dead or re.search(r"\bfallen\b", found.modifiers):
            return replace(found, unit=Unit.BODY, detail="body", by_itself=True)
        return replace(found, by_itself=False, unit=Unit.CIVILIAN if child else found.unit)
    people = _people_by_nation(text, sentence, number, parties)
    if people is not None and dead:
        return replace(people, unit=Unit.BODY, detail="body", by_itself=True)
    return people or Counted(number, sentence, number.span, None, by_itself=False)


_OF_A_WHOLE = re.compile(
    r"\s+of (?:the |its |their |all )?(?:about |roughly |some |around |nearly |almost |estimated "
    r"|more than "
    r"|over |at least |approximately )?(?=\d|[a-z]+(?:teen|ty)\b)"
)


def _of_a_counted_whole(
    text: Text, sentence: Span, number: Number, parties: tuple[str, ...]
) -> Counted | None:
    """As in "40 of the 130 hostages": the noun stands behind the number of the whole."""
    joined = _OF_A_WHOLE.match(text.raw, number.bare.end, sentence.end)
    if joined is None:
        return None
    rest = find_numbers(text.raw, Span(joined.end(), sentence.end))
    if not rest or rest[0].bare.start != joined.end():
        return None
    counted = _count(text, sentence, rest[0], parties)
    if counted is None or counted.unit in {None, Unit.CEASEFIRE_TIME}:
        return None
    return replace(counted, number=number, span=Span(number.span.start, counted.span.end))


def _as_body(counted: Counted, text: Text) -> Counted:
    """Bodies of children are bodies; "child prisoners" are children."""
    if counted.unit is Unit.CAPTIVE and re.search(
        r"\b(?:child|underage|minor)\b", text[counted.span]
    ):
        return replace(counted, unit=Unit.CHILD)
    return counted


def _with_noun(
    text: Text,
    sentence: Span,
    number: Number,
    match: re.Match[str],
    unit: Unit,
    parties: tuple[str, ...],
) -> Counted:
    end = number.bare.end + match.end()
    modifiers = match["modifiers"].strip()
    whose = _named(text, number.bare.end, end, parties)
    if not whose and unit is Unit.BODY:
        belongs = re.match(r"\s+of ([^,;]{0,40})", text.raw[end : sentence.end])
        whose = _named(text, end, end + belongs.end(), parties) if belongs else []
    detail = singular(match["noun"])
    span = Span(number.span.start, end)
    return Counted(number, sentence, span, unit, detail, modifiers, whose[0] if whose else None)


def _named(text: Text, start: int, end: int, parties: tuple[str, ...]) -> list[str]:
    """The parties named in a stretch, those that only the report itself introduces among them."""
    return [m.party for m in find(text.raw, parties) if start <= m.span.start and m.span.end <= end]


def _people_by_nation(
    text: Text, sentence: Span, number: Number, parties: tuple[str, ...]
) -> Counted | None:
    """As in "15 Saudis", "at least 23 other Armenians": the word for a people is the noun."""
    after = text.raw[number.bare.end : min(sentence.end, number.bare.end + 60)]
    lead = re.match(rf"{_LEAD}{_MODIFIERS}$|{_LEAD}(?:\w+ )?", after)
    if lead is None:
        return None
    for mention in find(text.raw, parties):
        at = mention.span.start - number.bare.end
        if mention.kind is not Kind.DEMONYM or not 0 <= at <= lead.end():
            continue
        rest = after[mention.span.end - number.bare.end :]
        if re.match(r"(?:\s*[,.;:)”]|\s+(?!\w+s\b)|\s*$)", rest):
            people = text[mention.span]
            span = Span(number.span.start, mention.span.end)
            return Counted(
                number, sentence, span, Unit.CAPTIVE, people, people, mention.party, by_itself=False
            )
    return None


def _truce(text: Text, sentence: Span, number: Number, period: re.Match[str]) -> Counted | None:
    """Hours, days or months of a ceasefire; None for any other length of time."""
    before = text.raw[sentence.start : number.span.start]
    after = text.raw[number.bare.end : sentence.end]
    named_after = _TRUCE_AFTER.match(after) and not _SINCE.search(before)
    lasts = _FIGHTING_STOPS.search(before) or (
        _TRUCE_LASTS.search(before)
        and (re.search(_TRUCE, text[sentence], re.I) or re.search(_TRUCE, before, re.I))
    )
    until = re.match(
        r"\s+(?:ago|later|after|before|earlier|of (?:talks|negotiations))", after[period.end() :]
    )
    if until or not (named_after or lasts):
        return None
    end = number.bare.end + period.end()
    return Counted(
        number,
        sentence,
        Span(number.span.start, end),
        Unit.CEASEFIRE_TIME,
        singular(period["noun"]),
    )


_IRREGULAR = {
    "children": "child",
    "bodies": "body",
    "babies": "baby",
    "people": "person",
    "persons": "person",
    "names": "name",
    "police": "police",
    "staff": "staff",
    "women and children": "women and children",
    "families": "family",
    "personnel": "personnel",
}


def singular(noun: str) -> str:
    """The word of the source, singular; "prisoners of war" and "POWs" are "prisoner of war".

    >>> singular("servicemen"), singular("detainees")
    ('serviceman', 'detainee')
    """
    lower = noun.lower().replace("-", " ")
    if re.match(r"prisoners? of war|pows?$", lower):
        return "prisoner of war"
    if lower.endswith("remains"):
        return "remains"
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    if lower.endswith("men"):
        return lower[:-2] + "an"
    return lower[:-1] if lower.endswith("s") and not lower.endswith("ss") else lower
