"""Names of persons as English reports write them: "Abdul Qader al-Murtada", "James O'Brien"."""

import re
from collections.abc import Iterator, Sequence

from wayhome.engines.reading.draft import Span

_UPPER = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĹĻĽŁŃŅŇŌŐŔŘŚŞŠŢŤŪŮŰŹŻŽȘȚ]"
_WORD = rf"(?:(?:{_UPPER}\.)+|{_UPPER}[\w]*(?:[’'ʻ`-]\w+)*(?<![’']s))"
_AL = rf"(?:(?:al|el|ad|an|ar|as|ash|at|az|ul|ut|ur|e)-{_UPPER}\w+(?:[’'-]\w+)*)"
_PARTICLE = (
    r"(?:al|el|bin|bint|ibn|abu|abd|de|del|della|da|dos|das|la|las|los|le|van|von|der|den|di|du"
    r"|ag|ould|wa|y)"
)
_RUN = re.compile(
    rf"(?<![\w’'-])(?:{_WORD}|{_AL})(?:(?:\s+(?:{_PARTICLE}\s+){{0,2}})(?:{_WORD}|{_AL}))*"
)

TITLE = (
    r"(?:President|President-elect|Vice[- ]President|Prime|Premier|Minister|Deputy|First|Foreign"
    r"|Defen[cs]e"
    r"|Interior"
    r"|Justice|Finance|Energy|Information|Human|Rights|Affairs|External|Internal|Security|State"
    r"|Home|Health|Unification|Integration|Reintegration|Secretary|Secretary-General"
    r"|Under-Secretary"
    r"|Under-Secretary-General|Assistant|General|Lieutenant|Lt\.?|Major|Maj\.?|Colonel|Col\.?"
    r"|Captain|Capt\.?"
    r"|Brigadier|Brig\.?|Gen\.?|Sgt\.?|Sergeant|Admiral|Adm\.?|Rear|Vice|Marshal|Field"
    r"|Commander|Chief|Ambassador"
    r"|Amb\.?|Envoy|Special|Representative|Commissioner|High|Ombudsman|Ombudswoman|Senator"
    r"|Sen\.?|Rep\.?"
    r"|Congressman|Congresswoman|Governor|Gov\.?|Mayor|Judge|King|Queen|Prince|Crown|Emir"
    r"|Sultan|Sheikh|Shaikh"
    r"|Sheik|Imam|Ayatollah|Mullah|Mawlawi|Maulvi|Pope|Cardinal|Archbishop|Bishop|Patriarch"
    r"|Father|Dr\.?|Mr\.?"
    r"|Mrs\.?|Ms\.?|Miss|Prof\.?|Professor|Sir|Lord|Lady|Chancellor|Speaker|Chairman"
    r"|Chairwoman|Chair|Director"
    r"|Director-General|Coordinator|Co-ordinator|Spokesman|Spokeswoman|Spokesperson|Negotiator"
    r"|Mediator|Leader"
    r"|Head|Comandante|Commandante|Justice|Hon\.?|Excellency|His|Her|Acting|Former|Then|Senior"
    r"|National|Presidential|Supreme|Advis[eo]r|Aide|Counsellor)"
)
_TITLE = re.compile(TITLE)
# Titles that a surname alone may follow; the others are parts of the names of bodies, too.
_ALONE = re.compile(
    r"(?:President(?:-elect)?|Premier|Minister|General|Colonel|Captain|Commander|Admiral|Marshal|Ambassador"
    r"|Envoy|Secretary"
    r"|Senator|Governor|King|Prince|Emir|Sheikh|Mullah|Pope|Dr\.?|Mr\.?|Mrs\.?|Ms\.?|Gen\.?"
    r"|Col\.?|Maj\.?|Lt\.?|Sen\.?"
    r"|Comandante|Chancellor|Spokesman|Spokeswoman|Spokesperson|Secretary-General|Negotiator)"
)
_NO_NAME = re.compile(
    r"""The|This|That|These|Those|There|They|Their|He|She|It|Its|We|Our|You|Your|Who|What|When
    |Where|Why|How
    |If|In|On|At|By|For|From|To|Of|As|An?|And|But|Or|Nor|So|Yet|Not|No|Both|Each|Some|All|Any
    |Many|Most|Such
    |Under|Over|After|Before|During|Since|Until|While|Although|Though|Because|With|Without
    |Within|Among|Between
    |Against|Asked|Speaking|Still|Meanwhile|However|Earlier|Later|Also|Then|Now|Here|Today
    |Tomorrow|Yesterday
    |January|February|March|April|June|July|August|September|October|November|December|Monday
    |Tuesday|Wednesday
    |Thursday|Friday|Saturday|Sunday|Neither|Either|According|Negotiators|Officials|Talks
    |Separately|Instead
    |One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|First|Second|Third|Early|Late|Last|Next
    |Nearly|About|Around
    |Opposition|Families|Diplomats|Mediators|Joint|Driven|Behind|Read|More|Done|Per|Via|Signed
    |Done""",
    re.X,
)
_THING = re.compile(
    r"""Ministry|Minist(?:ers|ries)|Palace|Hotel|Agreement|Accords?|Treaty|Protocol
    |Declaration|Statement|Process
    |Group|Working|Committee|Commission|Council|Parliament|Assembly|Government|Republic
    |Kingdom|Federation
    |Movement|Army|Forces?|Front|Party|Union|Nations?|Cross|Crescent|Organi[sz]ation|Agency
    |Authority|Bureau
    |Office|Department|Headquarters|University|Institute|Cent(?:er|re)|School|Hospital|Church
    |Mosque|Prison
    |Street|Square|Road|Airport|Airbase|Base|Camp|Border|Strip|Bank|Sea|Gulf|River|Lake|Mount
    |Valley|Island|Islands
    |District|Province|Region|Governorate|Oblast|City|Town|Village|House|Force|Ceasefire|Truce
    |Peace|War|Talks
    |Summit|Conference|Meeting|Round|Phase|Article|Resolution|Convention|Geneva|Times|Post
    |News|Television|TV|Radio
    |Press|Reuters|Channel|Guardian|Journal|Monitor|Watch|International|Foundation|Fund|League
    |Cup|Games|Day|Year
    |Christmas|Easter|Ramadan|Eid|Islamic|Democratic|People[’']s|Popular|Liberation|Bilateral
    |Temporary|Humanitarian
    |Detainees|Prisoners|Abductees|Bodies|Persons|Missing|Release|Handover|Identification
    |Exchange|Action|Joint
    |North|South|East|West|Northern|Southern|Eastern|Western|Central|Middle|Near|Ltd|Inc|Company
    |Corporation|Police
    |Brigades?|Battalion|Division|Guards?|Team|Delegation|Coalition|Alliance|Initiative|Plan
    |Track|Mission|Line
    |Services?|Society|Reconciliation|Information|Affairs|Zone|Corridor|Bridge|Crossing|Gate|Hall|Room|Court|Chamber|Embassy|Consulate|Academy
    |Museum|Stadium|Club
    |Palais|Koreas|Boundary|Chairperson-in-Office|Africa|Europe|Asia|America|Intelligence|Reunification|Unification|Verification
    |Jazeera|Arabiya|Mayadeen|Masirah|Courtesy|Photo|Image|Video|File|Life|Rapid|Support|COP\d*|AP|AFP|TASS|CNN|BBC|UN|US|EU|UK
    |POWs?|ID|DNA""",
    re.X,
)
_LETTER = re.compile(r"\w\.?")
_SPLIT = re.compile(r"\s+")


def name_runs(
    raw: str, within: Span, parties: Sequence[Span], seen: Sequence[Span]
) -> Iterator[tuple[Span, str]]:
    """Runs of capitalised words that may name a person, each with what precedes the name cut off.

    `parties` are words that name parties, `seen` what a model takes for persons: it is believed
    about a name that begins with the word for a country. Yields the name's span and the titles.
    """
    named = [p for p in parties if p.start < within.end and p.end > within.start]
    people = [s for s in seen if within.holds(s)]
    for run in _RUN.finditer(raw, within.start, within.end):
        words = [
            Span(run.start() + m.start(), run.start() + m.end())
            for m in re.finditer(r"\S+", run[0])
        ]
        first = 0
        while first < len(words) and _leads(raw, words, first, named, people):
            first += 1
        # "Infrastructure Minister Maro Tesk": what stands before the office is no name.
        offices = [i for i, w in enumerate(words[:-1]) if _ALONE.fullmatch(w.of(raw))]
        first = max([first, *(i + 1 for i in offices)])
        name = words[first:]
        titles = [raw[w.start : w.end] for w in words[:first]]
        if len(name) > 2 and re.search(r"\b(?:for|of|and)\s+$", raw[within.start : name[0].start]):
            name = name[1:] if is_thing(name[0].of(raw)) else name  # "Commissioner for Peace M. T."
        if (
            not name
            or any(is_thing(w.of(raw)) for w in name)
            or _LETTER.fullmatch(raw[name[0].start : name[-1].end])
        ):
            continue
        last = name[-1]
        of_a_place = re.search(rf"\b{_PARTICLE}\s+$", raw[name[0].start : last.start])
        if not of_a_place and any(p.start < last.end and last.start < p.end for p in named):
            continue
        title = " ".join(word for word in titles if _TITLE.fullmatch(word))
        if len(name) == 1 and not any(_ALONE.fullmatch(word) for word in titles):
            title = ""
        yield Span(name[0].start, name[-1].end), title


def _leads(
    raw: str, words: list[Span], place: int, parties: Sequence[Span], people: Sequence[Span]
) -> bool:
    """Whether a word of a run stands before the name: a title, a party, the start of a sentence."""
    word = words[place]
    written = word.of(raw)
    if any(s.start == word.start and s.end >= words[-1].end > word.end for s in people):
        return bool(_TITLE.fullmatch(written) or _NO_NAME.fullmatch(written))
    if any(p.start < word.end and word.start < p.end for p in parties):
        return True
    return bool(_TITLE.fullmatch(written) or _NO_NAME.fullmatch(written))


def is_thing(word: str) -> bool:
    """Whether a capitalised word belongs to the name of a thing, a body or a time."""
    return bool(_THING.fullmatch(word) or _NO_NAME.fullmatch(word)) or (
        word.isupper() and len(word.replace(".", "")) > 2
    )


def words_of(name: str) -> list[str]:
    """The words of a name."""
    return _SPLIT.split(name.strip())
