"""The words that say what was done, is to be done, or is so: each with its form and kind."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from wayhome.engines.reading.draft import ActDetail, Span, What


class Form(StrEnum):
    """How a verb stands: it decides whether a thing has happened."""

    BASE = "base"
    THIRD = "third"
    PAST = "past"
    ING = "ing"
    NOUN = "noun"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word of the text that makes a number a fact; `what` None rules the number out."""

    span: Span
    form: Form
    what: What | None
    state: ActDetail | None = None
    towards: bool = False  # the subject receives: "took in", "got back"


# base, third person, past, participle if other, -ing, noun; "~" stands for an object in between
_VERBS: tuple[tuple[What, str, bool], ...] = (
    (What.EXCHANGE, "exchange exchanges exchanged - exchanging exchanges?", False),
    (What.EXCHANGE, "swap swaps swapped - swapping swaps?", False),
    (What.EXCHANGE, "trade trades traded - trading -", False),
    (What.RELEASE, "release releases released - releasing releases?", False),
    (What.RELEASE, "free(?=[^-]) frees freed - freeing freeing", False),
    (What.RELEASE, "liberate liberates liberated - liberating liberation", False),
    (What.RELEASE, "let~go lets~go let~go - letting~go -", False),
    (What.RELEASE, "let~out lets~out let~out - letting~out -", False),
    (What.RELEASE, "set~free sets~free set~free - setting~free -", False),
    (What.RELEASE, "pardon pardons pardoned - pardoning pardon", False),
    (What.RELEASE, "walk~free walks~free walked~free - walking~free -", False),
    (What.HAND_OVER, "hand~over hands~over handed~over - handing~over handovers?", False),
    (What.HAND_OVER, "hand hands handed - handing hand-?overs?", False),
    (What.HAND_OVER, "turn~over turns~over turned~over - turning~over -", False),
    (What.HAND_OVER, "give~up gives~up gave~up given~up giving~up -", False),
    (What.HAND_OVER, "give~back gives~back gave~back given~back giving~back -", False),
    (What.HAND_OVER, "pass~over passes~over passed~over - passing~over -", False),
    (What.HAND_OVER, "deliver delivers delivered - delivering delivery", False),
    (What.HAND_OVER, "surrender surrenders surrendered - surrendering -", False),
    (What.HAND_OVER, "receive receives received - receiving -", True),
    (What.HAND_OVER, "take~in takes~in took~in taken~in taking~in -", True),
    (What.HAND_OVER, "take~back takes~back took~back taken~back taking~back -", True),
    (What.HAND_OVER, "get~back gets~back got~back - getting~back -", True),
    (What.HAND_OVER, "get gets got - getting -", True),
    (What.HAND_OVER, "recover recovers recovered - recovering recovery", True),
    (What.RETURN, "return returns returned - returning returns?", False),
    (What.RETURN, "come~home comes~home came~home - coming~home homecoming", False),
    (What.RETURN, "come~back comes~back came~back - coming~back -", False),
    (What.RETURN, "go~home goes~home went~home gone~home going~home -", False),
    (What.RETURN, "go~free goes~free went~free gone~free going~free -", False),
    (What.RETURN, "bring~home brings~home brought~home - bringing~home -", True),
    (What.RETURN, "bring~back brings~back brought~back - bringing~back -", True),
    (What.RETURN, "send~home sends~home sent~home - sending~home -", False),
    (What.RETURN, "send~back sends~back sent~back - sending~back -", False),
    (What.RETURN, "repatriate repatriates repatriated - repatriating repatriation", False),
    (What.RETURN, "reunite reunites reunited - reuniting reunification", False),
    (What.RETURN, "- - landed - - -", False),
    (What.RETURN, r"- - crossed(?=\s(?:the|into|over|back|through)\b) - - -", False),
    (What.HAND_OVER, r"- - given(?=\s(?:to|over)\b) - - -", False),
    (What.RETURN, "arrive arrives arrived - arriving arrival", False),
    (What.TRANSFER, "carry carries carried - carrying -", False),
    (What.TRANSFER, "bring brings brought - bringing -", False),
    (What.TRANSFER, "escort escorts escorted - escorting -", False),
    (What.TRANSFER, "transfer transfers transferred - transferring transfers?", False),
    (What.TRANSFER, "evacuate evacuates evacuated - evacuating evacuation", False),
    (What.TRANSFER, "airlift airlifts airlifted - airlifting -", False),
    (What.TRANSFER, "fly flies flew flown flying -", False),
    (What.ACCESS, "visit visits visited - visiting -", False),
)
_STATES: tuple[tuple[ActDetail, str], ...] = (
    (
        ActDetail.DEPORTED,
        r"deport(?:s|ed|ing|ation)?"
        r"|forc(?:ibly|efully) (?:moved|taken|transferred|removed|displaced|relocated)",
    ),
    (
        ActDetail.OTHER,
        r"(?:was|were|been|being) taken(?! (?:place|part|to be))|taken (?:away|from|by)",
    ),
    (
        ActDetail.MISSING,
        r"missing|unaccounted|disappeared|whereabouts|fate of|disappearances?|(?:gone"
        r"|went) missing",
    ),
    (
        ActDetail.HELD,
        r"(?:is |are |was |were |been |being |still |currently )?held|hold(?:s|ing)?(?! talks)"
        r"|detain(?:s|ed|ing)?"
        r"|imprisoned|jailed|incarcerated|interned|locked up|behind bars|languish(?:es|ed|ing)?"
        r"|in (?:\w+ ){0,3}(?:custody|captivity|prisons?|jails?|detention|hands)"
        r"|(?<!the )(?<!their )remain(?:s|ed|ing)?(?! of)"
        r"|abduct(?:s|ed|ing|ion)?|kidnap(?:s|ped|ping)?|captur(?:e|es|ed|ing)|seiz(?:e|es|ed"
        r"|ing)|tak(?:e|en|ing) (?:prisoner|hostage|captive)"
        r"|took (?:prisoner|hostage|captive)|kept|keep(?:s|ing)?|in its hands|left in",
    ),
    (
        ActDetail.IDENTIFIED,
        r"identif(?:y|ies|ied|ying|ication)|exhum(?:e|ed|ing)|DNA|verif(?:y|ied|ying|ication)",
    ),
    (
        ActDetail.LISTED,
        r"(?:the |a |an )?(?:\w+ )?(?:lists?|roster|register|roll) (?:of|with|containing|naming)"
        r"|names? of|(?:on|to) (?:the|a|its|their|that|this) (?:\w+ )?lists?|list(?:s|ed"
        r"|ing)\b(?! of)|dossiers? on",
    ),
)
_RULED_OUT = (
    r"kill(?:s|ed|ing)?|died|dead(?= in| after| and|[.,])|wound(?:s|ing)|injur(?:e|ed|ing|ies)"
    r"|slain"
    r"|casualt(?:y|ies)|(?<!sentenced to )deaths?(?! row| sentence| penalty)|displac(?:e|ed|ing"
    r"|ement)|fled"
    r"|deploy(?:s|ed|ing)?|recruit(?:s|ed|ing)|train(?:s|ed|ing)|shot|drown(?:ed)?|infected"
    r"|voted|hired"
    r"|fired|homeless|massacred?|executed|perished|evict(?:ed)?|sacked|elected|enrolled|attended"
    r"|sickened"
    r"|graduat(?:e|ed)|employ(?:s|ed)|earn(?:s|ed)"
)
_FORMS = (Form.BASE, Form.THIRD, Form.PAST, Form.PAST, Form.ING, Form.NOUN)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], Form, What | None, ActDetail | None, bool], ...]:
    found: list[tuple[re.Pattern[str], Form, What | None, ActDetail | None, bool]] = []
    for what, words, towards in _VERBS:
        for word, form in zip(words.split(), _FORMS, strict=True):
            if word != "-":
                found.append((_compiled(word), form, what, None, towards))
    found.append(
        (_compiled(r"left~(?:prisons?|jails?|custody)"), Form.PAST, What.RELEASE, None, False)
    )
    for detail, words in _STATES:
        what = What.LIST if detail is ActDetail.LISTED else What.OTHER
        found.append((_compiled(words), Form.STATE, what, detail, False))
    found.append((_compiled(_RULED_OUT), Form.STATE, None, None, False))
    return tuple(found)


def _compiled(words: str) -> re.Pattern[str]:
    """A pattern; "~" leaves room for a short object: hand ~ over, bring ~ home."""
    spaced = words.replace("~", r"(?:\s+(?!(?:over|and|place|part)\b)[\w’',-]+){0,3}?\s+")
    return re.compile(rf"(?<![\w-])(?:{spaced})(?![\w]|-\w)", re.I)


_NOT_A_DEED = re.compile(r"(?:press|news|media) $|\bin $|\brate of $|\bstock $", re.I)


@lru_cache(maxsize=512)
def find_triggers(text: str, within: Span) -> tuple[Trigger, ...]:
    """Every word of a stretch that says what happens to people, bodies or lists, in order.

    Where two overlap the longer stands.
    """
    found: list[Trigger] = []
    for pattern, form, what, state, towards in _patterns():
        for match in pattern.finditer(text, within.start, within.end):
            before = text[max(within.start, match.start() - 12) : match.start()]
            if not (_NOT_A_DEED.search(before) and form is not Form.STATE):
                span = Span(match.start(), match.end())
                found.append(Trigger(span, _as_noun(text, span, form), what, state, towards))
    longest = sorted(found, key=lambda t: (t.span.start - t.span.end, t.form is Form.NOUN))
    kept: list[Trigger] = []
    for trigger in longest:
        if not any(_overlap(trigger.span, other.span) for other in kept):
            kept.append(trigger)
    return tuple(sorted(kept, key=lambda t: t.span))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


_NOUN_BEFORE = re.compile(
    r"\b(?:the|an?|this|that|any|its|their|his|prisoners?|earlier|immediate|unconditional|first"
    r"|second"
    r"|mutual|safe|swap|each|such|previous|last|largest|no|for|of|detainees?|hostages?|captives?"
    r"|body"
    r"|pow|joint|simultaneous|full|early|possible|planned|new|biggest|announced|secured?"
    r"|demand(?:s|ed)?"
    r"|demanding|on)\s+$",
    re.I,
)


_SAME_PAST = re.compile(r"(?:let|set)\b", re.I)  # the past is written like the base form
_MODAL_BEFORE = re.compile(
    r"\b(?:to|will|would|shall|should|must|can|could|may|might|not|be|been|were|was"
    r"|are)\s+(?:\w+ly\s+)?$",
    re.I,
)


def _as_noun(text: str, span: Span, form: Form) -> Form:
    """As in "the release of", "prisoner exchange": nouns that look like verbs."""
    if form not in {Form.BASE, Form.THIRD}:
        return form
    before = text[max(0, span.start - 20) : span.start]
    if _SAME_PAST.match(text[span.start : span.end]) and not _MODAL_BEFORE.search(before):
        return Form.PAST
    return Form.NOUN if _NOUN_BEFORE.search(before) else form
