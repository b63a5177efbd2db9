"""Which numbers are facts of a humanitarian track, and which are any other number."""

import re
from collections.abc import Sequence

from wayhome.engines.reading.draft import Fact, Span, Unit
from wayhome.engines.reading.facts.clauses import Place
from wayhome.engines.reading.facts.sides import BOTH, Sides
from wayhome.engines.reading.facts.triggers import Form
from wayhome.engines.reading.quantities import Counted
from wayhome.engines.reading.text import Text

_TRACK = re.compile(
    r"\b(?:prisoners? (?:of war|exchange|swap|release|deal|for)|(?:exchange|swap|release"
    r"|repatriation|handover|return) of"
    r" (?:[\w-]+ ){0,3}(?:prisoners?|detainees?|captives|hostages?|bodies|remains|soldiers"
    r"|servicemen|children|the dead)"
    r"|pows?|hostages?|captives?|abducted|cease-?fires?|truces?|cessation of hostilities"
    r"|peace (?:talks|deal|process"
    r"|agreement|accord|treaty)|rounds? of (?:[\w-]+ )?talks|warring|rebels?|insurgents?"
    r"|guerrillas?|separatists?|armistice"
    r"|red cross|icrc|special envoy|negotiat\w+|humanitarian track|missing persons|forcibly"
    r"|deport\w+|frontline|detainees?"
    r"|swaps?|exchanged|body exchange|repatriat\w+)\b",
    re.I,
)
_KEPT = re.compile(
    r"\b(?:prisoners?|detainees?|captives?|hostages?|abduct\w+|deport\w+|pows?|bodies|remains"
    r"|missing|servicemen|soldiers"
    r"|cease-?fires?|truces?|children|fighters|civilians|holds?|holding|custody|captivity|jails?"
    r"|jailed|prisons?|behind bars|held|freed|released|swap|exchange)\b",
    re.I,
)
_AT_WAR = re.compile(
    r"\b(?:prisoners? of war|pows?|cease-?fires?|truces?|hostages?|captives?|warring|war"
    r"|conflict|hostilities|armistice|front ?line"
    r"|rebels?|insurgents?|guerrillas?|separatists?|red cross|icrc|envoy|militants?|fighters"
    r"|troops|peace|captivity"
    r"|(?:prisoner|detainee|body|captive)s? (?:exchange|swap)|exchange of (?:prisoners|bodies)"
    r"|abduct\w+|deport\w+)\b",
    re.I,
)
_OTHER_WORLDS = re.compile(
    r"\b(?:league|season|match|goals?|championship|tournament|striker|coach|recipe|oven|flour"
    r"|tablespoons?|excavat\w+|archaeolog\w+"
    r"|century|bronze age|iron age|medieval|burials?|shares|stocks?|index|investors|earnings"
    r"|inflation|rainfall|forecast|ballots?"
    r"|polling|constituenc\w+|turnout|enrol\w+|pupils|classroom|parole|overcrowd\w+"
    r"|rehabilitation|inmates|sentencing|novel"
    r"|biograph\w+|born in|memoir|probation|reoffending|warders?|museum|tomb|skeletons?)\b",
    re.I,
)
_GOVERNS_BARE = re.compile(
    r"\b(?:free|frees|freed|freeing|release[sd]?|releasing|exchanged?|exchanging|swap(?:s|ped"
    r"|ping)?|trad(?:e|ed|ing)|hand(?:ed)? over"
    r"|turn(?:ed)? over|receiv(?:e|ed|ing)|took in|take in|takes? back|took back|got(?: back)?"
    r"|getting back|hold(?:s|ing)?|held"
    r"|return(?:ed)?(?: of)?|repatriat(?:e|ed)|let go|handing over|deliver(?:ed)?"
    r"|transfer(?:red)?|given|gave|there (?:are|were)"
    r"|visited|identified|recovered|bring(?:ing)? home|brought home|back|sent|lists?|listed"
    r"|named|released by|(?:return|release|exchange|swap|freeing|handover|transfer) of)\s+"
    r"(?:only|just|all|the|its|their|home|a further|another|an additional|some|him|us|them"
    r"|yet)?\s*$",
    re.I,
)
_TOTAL = re.compile(
    r"\b(?:number|total|figure|count|tally|toll of captives|sum)\b[^.;]{0,60}"
    r"\b(?:at|is|was|be|of|to|stands at|stood at|reached|reaches|exceeds?|as)\s+[“\"]?$",
    re.I,
)
_BARE_AFTER = re.compile(
    r"^[”\"]?\s*(?:from each|each\b|apiece|on each|per side|of (?:them|those|these|whom|which|its"
    r"|their)\b|more\b|others\b|for \d|in (?:return|exchange)"
    r"|to (?=[A-Z])|(?:were|was|are|remain|to be|could be|can be|have been|had been|will be"
    r"|would be) |in the (?:first"
    r"|second|next|third|final)"
    r"|[,.;”\"]|and\b|on \w+day|last|who\b|still\b|last\b|$|this\b|by\b|since\b|have\b|had\b"
    r"|from (?=[A-Z])|a (?:day|week))",
    re.I,
)
_REMAINS_OF = re.compile(r"\b(?:bodies|remains|corpses) of\s*$", re.I)
_PASSIVE = re.compile(
    r"\s+(?:could be|can be|were|have been|had been|will be|would be|are to be)\s+(?:\w+ly\s+)?"
    r"(?:identified|freed|released|returned|handed|exchanged|repatriated|confirmed|let)\b",
    re.I,
)
_STILL = re.compile(
    r"\s+(?:are|were|remain|is|remained)\s+(?:still\s+|being\s+|listed as\s+"
    r"|considered\s+)*(?:missing|held|in captivity|in custody|unaccounted"
    r"|captive|imprisoned|detained|behind bars|in detention|prisoners)\b",
    re.I,
)
_ELSEWHERE = re.compile(
    r"\b(?:despite|against|amid|objections?|votes?|front of|presence of)\b", re.I
)
_ANAPHOR = re.compile(
    r"\b(?:among (?:them|those|these)|of (?:them|those|these|whom)|including|the (?:rest|others"
    r"|remaining)|those|they|them)\b",
    re.I,
)
_EXCLUDED_AFTER = re.compile(
    r"^[\s,]*(?:(?:have|had|has|were|was|are|being|been|already|also) )*(?:killed|wounded"
    r"|injured|died|dead\b(?! bod)|slain|displaced|infected"
    r"|shot dead|deployed|evacuated from)\b",
    re.I,
)


_OF_THEIRS = re.compile(r"\bof (?:its|their|his|our|her)\b")
_WANTS = re.compile(r"\b(?:want|demand|insist|ask|seek|sought|call)\w*\b[^.;]{0,30}$")
_KEPT_BEFORE_NOUN = re.compile(
    r"\b(?:jailed|captured|detained|imprisoned|abducted|kidnapped|captive|missing|interned"
    r"|incarcerated)\b",
    re.I,
)


def is_about_a_track(text: Text, sides: Sides) -> bool:
    """Whether a report tells of captives, bodies or a ceasefire between sides at all.

    A prison reform, an excavation or a match has the same nouns and no such words around them.
    """
    body = text.raw
    tracks = {m[0].lower() for m in _TRACK.finditer(body)}
    war = {m[0].lower() for m in _AT_WAR.finditer(body)}
    elsewhere = {m[0].lower() for m in _OTHER_WORLDS.finditer(body)}
    two_sides = bool(sides.principals) or any(actor.party == BOTH for actor in sides.actors)
    return (
        two_sides and len(war) > 0 and len(tracks) + len(war) > 1 + 2 * max(0, len(elsewhere) - 1)
    )


def is_in_scope(text: Text, counted: Counted, place: Place, previous: Fact | None) -> bool:  # noqa: PLR0911 - rules, in their order
    """Whether a number of people or things is part of what the parties owe each other."""
    after = text.raw[counted.span.end : counted.sentence.end]
    if counted.unit is Unit.CEASEFIRE_TIME:
        return True
    if counted.unit is not Unit.BODY and _EXCLUDED_AFTER.match(after):
        return False
    trigger = place.trigger
    if trigger is not None and trigger.what is None:
        return False
    if trigger is None:
        firm = counted.by_itself and counted.unit is not Unit.CHILD
        kept = _KEPT_BEFORE_NOUN.search(counted.modifiers)
        before = text.raw[counted.sentence.start : counted.span.start]
        theirs = _OF_THEIRS.search(text[counted.span]) and _WANTS.search(before)
        return firm or bool(kept or theirs) or _follows_on(text, counted, previous)
    if counted.unit is Unit.DOCUMENT_NAME or counted.by_itself:
        return True
    if trigger.form is Form.STATE and not counted.by_itself:
        words = text[counted.sentence] + text[_before(text, counted.sentence)]
        return (
            bool(_KEPT.search(words))
            and counted.number.value > 0
            and _near(trigger.span, counted.span)
        )
    between = text.raw[trigger.span.end : max(trigger.span.end, counted.span.start)]
    if _ELSEWHERE.search(between):
        return False
    return _near(trigger.span, counted.span) or place.borrowed


def _near(trigger: Span, counted: Span) -> bool:
    return min(abs(trigger.start - counted.end), abs(counted.start - trigger.end)) < 90


def _before(text: Text, sentence: Span) -> Span:
    earlier = [s for s in text.sentences if s.end <= sentence.start]
    return earlier[-1] if earlier else sentence


def _follows_on(text: Text, counted: Counted, previous: Fact | None) -> bool:
    """Whether a number without a verb continues the fact before it: "among them 15 women"."""
    sentence = counted.sentence
    words = text[sentence]
    if previous is not None and previous.sentence == sentence:
        return True
    deal = re.search(
        r"\b(?:deal|agreement|accord|list|exchange|swap|release|total|figure|prison|jail|stage"
        r"|phase|batch"
        r"|mediat\w+)\b",
        words,
        re.I,
    )
    if deal and (
        counted.by_itself
        or re.search(r"\b(?:cover|includ|involv|provid|concern|contain)\w*\b", words)
    ):
        return True
    near = previous is not None and _before(text, sentence).start <= previous.sentence.start
    return near and bool(_ANAPHOR.search(words))


def bare_is_fact(text: Text, counted: Counted, place: Place, previous: Fact | None) -> bool:  # noqa: PLR0911 - rules, in their order
    """Whether a number with no noun counts captives: "each side had freed 20"."""
    sentence, number = counted.sentence, counted.number
    before = text.raw[sentence.start : number.span.start].rstrip('“"') + (
        " " if "“" in text.raw[number.span.start - 1 : number.span.start] else ""
    )
    after = text.raw[number.bare.end : sentence.end]
    inside = place.trigger is not None and place.trigger.span.holds(counted.number.bare)
    if not (inside or _BARE_AFTER.match(after) or re.search(r"\bof (?:whom|which)\s*$", before)):
        return False
    if number.value == 1 and not re.match(r"\s+of (?:them|those|the)", after):
        return False
    if (
        re.match(r"[”\"]?\s*(?:from each side|each\b|apiece|per side|on each side)", after)
        and place.trigger is not None
    ):
        return True
    if re.match(r"\s+of (?:them|those|these|whom)\b", after):
        return previous is not None and (place.trigger is not None)
    if previous is not None and re.search(r"\b[Oo]f (?:them|these|those),?\s*$", before):
        return True
    whom = re.search(r"\bof (?:whom|which|them)\s*$", before)
    if whom and previous is not None and previous.sentence == sentence:
        return True
    if inside:
        return True
    if previous is not None and (_PASSIVE.match(after) or _REMAINS_OF.search(before)):
        return True
    if _STILL.match(after):
        return True
    if _TOTAL.search(before):
        return previous is not None or bool(_KEPT.search(text[sentence]))
    if _GOVERNS_BARE.search(before):
        return previous is not None or bool(
            _KEPT.search(text[sentence] + text[_before(text, sentence)])
        )
    held = re.search(r"\b(?:people|captives|prisoners|hostages)\b.*\b(?:hold|held)", text[sentence])
    return bool(
        number.increment and previous is not None and previous.sentence == sentence
    ) or bool(held and re.search(r"\bthere (?:are|were)\s*$", before))


def noun_of(text: Text, counted: Counted, before: Sequence[Fact]) -> tuple[Unit, str]:
    """What a bare number counts: what the sentence or the facts before it count."""
    words = text[counted.sentence]
    if _REMAINS_OF.search(text.raw[counted.sentence.start : counted.number.span.start]):
        return Unit.BODY, "body"
    if re.search(r"\bbod(?:y|ies)\b|\bremains\b", words) and not re.search(
        r"\bprisoners?|captives?\b", words
    ):
        return Unit.BODY, "body"
    same = [f for f in before if f.quantity.value.value == counted.number.value]
    for fact in [*reversed(before), *same[-1:]][:: -1 if same else 1]:
        if fact.unit.value is not Unit.CEASEFIRE_TIME:
            return fact.unit.value, fact.unit_detail
    noun = re.search(
        r"\b(child|prisoner of war|detainee|hostage|captive|prisoner)(?:ren|s)?\b", words
    )
    if noun:
        return (Unit.CHILD if noun[1] == "child" else Unit.CAPTIVE), noun[1]
    return Unit.CAPTIVE, "person"
