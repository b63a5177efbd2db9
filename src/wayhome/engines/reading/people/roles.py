"""What a report says a person is: the words beside the name."""

import re

from wayhome.engines.reading.draft import Span
from wayhome.engines.reading.people.names import TITLE

_ROLE_WORD = (
    r"(?:[\w-]+-)?(?:presidents?|prime\s+minister|premier|ministers?|spokes(?:man|woman"
    r"|person)|envoys?"
    r"|(?:chief\s+|lead\s+)?negotiators?|delegates?|delegation|heads?|leaders?|chiefs?"
    r"|chair(?:man|woman|person)?"
    r"|co-?ordinators?|directors?|commanders?|generals?|ambassadors?|secretar(?:y|ies)"
    r"|secretary-general|aides?"
    r"|advis[eo]rs?|mediators?|commissioners?|ombuds(?:man|woman|person)|representatives?"
    r"|members?|officials?"
    r"|lawmakers?|mps?|king|emir|crown\s+prince|chancellor|governors?|mayors?|senators?"
    r"|colonels?|officers?"
    r"|diplomats?|deputy|deputies|foreign\s+minister|founder|facilitators?|rapporteur|monitor"
    r"|observer|judge"
    r"|speaker|lawyers?|analysts?|politicians?|cleric|elder|counsellor"
    r"|under-secretary(?:-general)?|boss"
    r"|high\s+representative|plenipotentiary|guarantor|politburo|panel|team|emissary|strongman"
    r"|second-in-command|counterpart|opposite\s+number"
    r"|colleague)"
)
_LEADS = (
    r"who\s+(?:heads|leads|chairs|represents|headed|led|chaired|speaks\s+for|is\s+(?:leading"
    r"|heading)"
    r"|runs|oversees|commands|mediat\w+|sits\s+on)|heading|leading|chairing|representing"
    r"|speaking\s+for|part\s+of"
    r"|on\s+behalf\s+of|of\s+the|from\s+the"
)
_ROLE = re.compile(rf"\b(?:{_ROLE_WORD})\b", re.I)
_STOP = r"\b(?:said|says|told|added|confirmed|announced|warned|declared|stated|asked|insisted)\b"
_APPOSITION = re.compile(
    rf"\s*,\s+(?!(?:today|yesterday|meanwhile|on|after|as|while|but"
    rf"|when)\b)(?P<role>(?:(?!{_STOP})[^,.;:—()“”]|(?<=[A-Z])\.|,\s(?=(?:and|Expatriates"
    r"|Trade)\b))+?)"
    rf"(?=\s*(?:[,;:—()“”]|\.(?<![A-Z]\.)(?:\s|$)|\.$|$|{_STOP}))"
)
_IN_BRACKETS = re.compile(r"\s*\((?P<role>[^()]{3,60})\)")
_BEFORE = re.compile(
    rf"(?P<role>(?:[\w.’'/&-]+\s+){{0,7}}?(?:{_ROLE_WORD})"
    rf"(?:\s+(?:of|for|to|at|on|in|and|with|from)(?:\s+(?!(?:said|told|is|was|were|had"
    rf"|has)\b)[\w.’'/&-]+){{1,9}})?)\s*,?\s*$",
    re.I,
)
# "An adviser to President Tesk", before Tesk: the adviser is another.
_SOMEONES = re.compile(
    r".*\b(?:to|of)\s+(?=(?:[\w.’'-]+\s+){0,3}?(?:President(?:-elect)?|Prime\s+Minister"
    r"|Chancellor|King|General"
    r"|Secretary-General)\s*$)"
)
_LAST_TITLE = re.compile(rf"(?<![\w-]){TITLE}\s+$")
_A_RANK = re.compile(
    r"(?:Brigadier|Lieutenant|Major|Rear|Vice|Field|Colonel|General|Admiral|Marshal|Captain|Lt\.?"
    r"|Maj\.?"
    r"|Gen\.?|Brig\.?|Col\.?|Sheikh|Dr\.?|Mullah|Commander|Staff|\s)+"
)
# "An army spokesman, Brigadier General ": the office stands before the rank
_OFFICE_BEFORE_RANK = re.compile(
    r"(?:^|[,;:”\"]\s+|\b(?:and|but|while)\s+)"
    r"(?P<role>(?:[Aa]n?|[Tt]he|[Ii]ts|[A-Z][\w’'.-]*)\s[^,.;:“”\"]{2,90}),\s*$"
)
_LED_BY = re.compile(
    r"(?P<role>(?:[\w.’'-]+\s+){0,5}(?:[\w’'-]+,\s+whose\s+)?"
    r"(?:delegation|team|side|group|mission|office|ministry|committee|negotiators|panel)"
    r"(?:\s+(?:of|from|for|to|in)\s+[^,;:.“”]{2,60}?)?)"
    r",?\s+(?:(?:which|that)\s+)?(?:(?:is|was|were|has\s+been|had\s+been)\s+)?"
    rf"(?:led|headed|represented|chaired)\s+by\s+(?:{TITLE}\s+)*$"
)
_ENDS_IN_PREPOSITION = re.compile(r"\b(?:of|for|to|at|on|in|and|with|from)$", re.I)
_TEAM = (
    r"(?:delegation|team|side|group|negotiators|mission|committee|movement|forces|army|party"
    r"|ministry"
    r"|government|office|council|command)"
)
_SIDE_WORD = r"(?:government|army|military|rebels?|guerrillas?|opposition|movement|group|republic)"
_LEADS_A_TEAM = re.compile(
    r"\s+(?P<role>(?:led|leads|headed|heads|represented|represents|chaired|chairs|commands)\s+"
    rf"[^,.;“”]{{0,60}}?{_TEAM}|(?:represented|represents)\s+(?:the\s+)?[A-Z][\w-]+)\b"
)
_OF_PARTY = re.compile(
    r"\s+(?:signed\s+|spoke\s+|speaking\s+)?"
    r"(?P<role>(?:of|from|for|on\s+behalf\s+of)\s+(?:the\s+)?"
    r"(?:[A-Z]{2,}[\w/-]*"
    rf"|[A-Z][\w’'-]*(?:\s+[\w’'-]+){{0,4}}?\s+(?:{_TEAM}|Movement|Army|Forces)"
    rf"|{_SIDE_WORD}(?:[’']s)?(?:\s+{_TEAM})?))\b"
)
_CLAUSE = re.compile(
    r"(?<![A-Z])\.\s|[;:!?—()“”]\s|,\s+(?:(?:and|but|while|as|when|whom|which|who|where)\b"
    r"|(?=[a-z]+(?:ed|ing)\b))"
    r"|\b(?:said|says|told|that|met|and(?!\s+(?:Middle|North|South|East|West|Central)\b)|with|by"
    r"|between|as|but|while|when|after|where|if|also|asked"
    r"|meet|meets|will|would|joined|hosted|urged|phoned|telephoned|answered|replied|added|thanked"
    r"|praised|invited|called)\s",
    re.I,
)
_ACTS_FOR = re.compile(
    r"(?:led|leads|headed|heads|represented|represents|chaired|chairs|commands)"
    rf"\s.*{_TEAM}$|(?:represented|represents)\s+(?:the\s+)?[A-Z]"
    rf"|(?:of|from|for|on\s+behalf\s+of)\s+(?:the\s+)?(?:[A-Z]|{_SIDE_WORD}\b)"
)
_PRIVATE = re.compile(
    r"\b(?:mother|father|wife|husband|sister|brother|son|daughter|parents?|relatives?|uncle"
    r"|aunt|cousin"
    r"|whose|captives?|hostages?|prisoners?|detainees?|abductees?|internees?|(?:year"
    r"|month)s?[- ]old"
    r"|aged\s+\d+|student|pupil|child|boy|girl|baby|survivor|villager"
    r"|resident|widow|pow|serviceman|conscript|fighter|(?:was|were|been)\s+(?:released|freed"
    r"|captured|held"
    r"|abducted|killed|detained|handed)|captured|abducted|kidnapped|freed|released|missing"
    r"|jailed|imprisoned)\b",
    re.I,
)
_PUBLIC = re.compile(
    r"\b(?:committee|coordinator|head|director|minister|commission|office|commissioner"
    r"|negotiat\w+|envoy"
    r"|spokes\w+|affairs|delegation|ombuds\w+|adviser|chief|secretary|representative|group"
    r"|team|member)\b",
    re.I,
)
_DELEGATE = re.compile(r"\b(?:negotiat|delegat|at the table)|\bteam\b", re.I)


def role_after(raw: str, end: int, limit: int) -> Span | None:
    """What follows a name: ", who heads the office,", "(ELN)", "led the Northland team"."""
    for pattern in (_APPOSITION, _IN_BRACKETS, _LEADS_A_TEAM, _OF_PARTY):
        found = pattern.match(raw, end, limit)
        if found and is_role(found["role"]) and len(found["role"].split()) <= 22:
            return Span(found.start("role"), found.end("role"))
    return None


def role_before(raw: str, start: int, limit: int) -> Span | None:
    """The words before a name that say what the person is: "Northland's chief negotiator, "."""
    window = raw[limit:start]
    led = _LED_BY.search(window)
    if led:
        return Span(limit + led.start("role"), limit + led.end("role"))
    clause = 0
    for stop in _CLAUSE.finditer(window):
        if stop.end() < len(window):
            clause = stop.end()
    words = window[clause:]
    found = _BEFORE.search(words)
    while found is None and _LAST_TITLE.search(words):  # "the lead delegate, Rear Admiral "
        words = _LAST_TITLE.sub("", words)
        found = _BEFORE.search(words)
    if found is None or _ENDS_IN_PREPOSITION.search(found["role"]):
        return None
    earlier = _BEFORE.search(words[: found.start("role")].rstrip(" ,"))
    if (
        earlier
        and found["role"].startswith("former ")
        and words[: found.start("role")].endswith(", ")
    ):
        return Span(limit + clause + earlier.start("role"), limit + clause + found.end("role"))
    of_another = _SOMEONES.match(found["role"])
    begin = limit + clause + found.start("role") + (of_another.end() if of_another else 0)
    if _A_RANK.fullmatch(found["role"]):
        office = _OFFICE_BEFORE_RANK.search(raw[limit:begin])
        if office and is_role(office["role"]):
            begin = limit + office.start("role")
    return Span(begin, limit + clause + found.end("role"))


def aside(raw: str, end: int, limit: int) -> str:
    """Whatever is said of a person between commas after the name; empty where nothing is."""
    found = _APPOSITION.match(raw, end, limit)
    return found["role"] if found else ""


def called(raw: str, start: int, limit: int) -> str:
    """The phrase straight before a name, up to the comma or verb before it."""
    return re.split(r"[;:—“”]|(?<![A-Z])\. |, (?=[^,]*,)", raw[limit:start])[-1][-70:]


def is_role(words: str) -> bool:
    """Whether words tell an office or a task, or on whose behalf somebody acts."""
    return bool(_ROLE.search(words) or re.match(_LEADS, words, re.I) or _ACTS_FOR.match(words))


def is_private(words: str) -> bool:
    """Whether words tell of a captive, a child, or their family, who are not recorded."""
    return bool(_PRIVATE.search(words)) and not _PUBLIC.search(words)


def is_delegate(words: str) -> bool:
    """Whether words tell of somebody who sits at the table."""
    return bool(_DELEGATE.search(words))
