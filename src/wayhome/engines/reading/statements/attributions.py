"""Who says something, sentence by sentence: "X told reporters", "according to the envoy"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from wayhome.engines.reading.draft import Person, Span
from wayhome.engines.reading.facts.sides import BOTH, Sides
from wayhome.engines.reading.people.roles import role_after
from wayhome.engines.reading.speech import SAID
from wayhome.engines.reading.text import Text


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: a person of the draft, or a party, or words of a document."""

    person: Person | None = None
    party: str | None = None
    written: str = ""  # how the report calls a speaker who is no person of the draft
    sure: bool = True
    document: bool = False


@dataclass(frozen=True, slots=True)
class Attribution:
    """A place where the report says who speaks."""

    verb: Span
    speaker: Speaker
    rule: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Words beside a verb of saying that may be its subject."""

    start: int
    end: int  # with the apposition that follows
    speaker: Speaker | None  # None: to be resolved from what went before
    word: str = ""


_VERB = re.compile(rf"(?<![\w-]){SAID}(?![\w-])")
_NO_SUBJECT = re.compile(
    r"(?:\b(?:is|are|was|were|be|been|being|the|a|an|of|so-called|has\s+been|have\s+been|to"
    r"|not\s+to|by)\s+)$",
    re.I,
)
_ACCORDING = re.compile(r"\b(?:[Aa]ccording\s+to|[Ii]n\s+the\s+words\s+of)\s+")
_PRONOUN = re.compile(r"\b(?P<word>[Hh]e|[Ss]he|[Tt]hey|[Ii]t)\b(?![’'])")
_ROLE = re.compile(
    r"\b[Tt]he\s+(?P<of>(?:[\w.-]+\s+){0,3}?)(?P<role>president|premier|prime\s+minister"
    r"|foreign\s+minister|minister"
    r"|spokes(?:man|woman|person)|envoy|negotiator|delegate|leader|chief|coordinator|director"
    r"|commander|general"
    r"|ambassador|secretary(?:-general)?|aide|adviser|mediator|commissioner|ombudsman"
    r"|representative|lawmaker"
    r"|official|diplomat|source)\b(?!\s+of\b|[’'])"
)
_DOCUMENT = re.compile(
    r"\b(?:(?:the|a|an|their|its|this)\s+)?(?P<joint>joint\s+)?(?:\w+\s+)?(?:statement"
    r"|communiqu[eé]|document|text|declaration"
    r"|agreement|accord|protocol|memorandum|decree|letter|report|release|readout|announcement"
    r"|message|post)\b",
    re.I,
)
_INSTITUTION = re.compile(
    r"\b(?:[Tt]he\s+|[Aa]n?\s+|[Ii]ts\s+|[Tt]heir\s+)?(?:[\w.’'-]+\s+){0,3}?(?:ministry|army"
    r"|military|government|delegation|office|bureau"
    r"|embassy|headquarters|foreign\s+ministry|secretariat|council|committee|commission"
    r"|officials?|sources?"
    r"|spokes(?:man|woman|person)|diplomats?|mediators?|negotiators?|agency|mission|presidency"
    r"|Ministry(?:\s+of(?:\s+[A-Z]\w+)+)?)\b"
)
_BREAK = re.compile(r"[;—–“”]|:\s")


class Attributions:
    """Every attribution of a report, in order, outside its quotes."""

    def __init__(self, text: Text, people: Sequence[Person], sides: Sides) -> None:
        self._text = text
        self._people = people
        self._sides = sides
        self._found: list[Attribution] = []
        for sentence in text.sentences:
            self._found += sorted(self._of(sentence), key=lambda one: one.verb)

    def within(self, start: int, end: int) -> list[Attribution]:
        """Those whose verb stands in a stretch of the text."""
        return [one for one in self._found if start <= one.verb.start and one.verb.end <= end]

    def last_before(self, place: int, since: int = 0) -> Attribution | None:
        """The last one before a place."""
        return next(reversed(self.within(since, place)), None)

    def _of(self, sentence: Span) -> Iterator[Attribution]:
        raw = self._text.raw
        for verb in _VERB.finditer(raw, sentence.start, sentence.end):
            if not self._quoted(verb.start()):
                yield from self._said(sentence, Span(verb.start(), verb.end()))
        for lead in _ACCORDING.finditer(raw, sentence.start, sentence.end):
            speaker = self._first(lead.end(), min(lead.end() + 120, sentence.end), sentence)
            if speaker and not self._quoted(lead.start()):
                yield Attribution(Span(lead.start(), lead.end()), speaker, "according to")

    def _quoted(self, place: int) -> bool:
        return any(quote.start <= place < quote.end for quote in self._text.quotes)

    def _said(self, sentence: Span, verb: Span) -> Iterator[Attribution]:
        raw = self._text.raw
        lead = raw[sentence.start : verb.start]
        inverted = bool(re.search(r"[”\"’'»]\s*$", lead))
        if not inverted and _NO_SUBJECT.search(lead):
            return
        speaker = None if inverted else self._before(sentence, verb)
        joint = re.search(
            r"\bjoint\s+(?:statement|communiqu|declaration|text)\w*|\bjointly\b", lead, re.I
        )
        if joint and not (speaker and speaker.person):
            speaker = Speaker(None, BOTH, joint[0], document=True)
        rule = "says"
        if speaker is None:
            speaker = self._first(verb.end, min(verb.end + 100, sentence.end), sentence)
            rule = "said by"
            if not inverted and not (lead.strip() == "" or lead.rstrip().endswith(",")):
                return
        if speaker:
            yield Attribution(verb, speaker, rule)

    def _before(self, sentence: Span, verb: Span) -> Speaker | None:
        """The subject before the verb: of all that stand there, the one that reaches nearest."""
        raw = self._text.raw
        breaks = [m.end() for m in _BREAK.finditer(raw, sentence.start, verb.start)]
        start = max([sentence.start, *breaks])
        found = [c for c in self._candidates(start, verb.start) if not self._quoted(c.start)]
        if not found:
            return None
        best = max(found, key=lambda c: (c.end, c.end - c.start))
        speaker = best.speaker or self._resolve(best, sentence)
        if speaker and not speaker.person and not speaker.party:
            parties = [c.speaker.party for c in found if c.speaker and c.speaker.party]
            return replace(speaker, party=parties[-1] if parties else None)
        return speaker

    def _first(self, start: int, end: int, sentence: Span) -> Speaker | None:
        """The first that stands after a verb or "according to"; a person before the others."""
        found = sorted(self._candidates(start, end), key=lambda c: c.start)
        if not found:
            return None
        persons = [c for c in found if c.speaker and c.speaker.person]
        cut_off = r"[.;:“”]\s|\b(?:that|to|after)\b"
        if persons and not re.search(cut_off, self._text.raw[start : persons[0].start]):
            person = persons[0].speaker
            signed = _DOCUMENT.fullmatch(found[0].word)
            return self._resolve(found[0], sentence) if signed else person
        return found[0].speaker or self._resolve(found[0], sentence)

    def _candidates(self, start: int, end: int) -> list[_Candidate]:
        raw = self._text.raw
        found = []
        for person in self._people:
            for span in person.written:
                owns = re.match(r"[’']s?\b", raw[span.end : span.end + 2])
                if start <= span.start and span.end <= end and not owns:
                    role = role_after(raw, span.end, end)
                    found.append(
                        _Candidate(span.start, role.end + 1 if role else span.end, Speaker(person))
                    )
        held = [(c.start, c.end) for c in found]
        for pattern in (_PRONOUN, _ROLE, _DOCUMENT, _INSTITUTION):
            found += [
                self._worded(pattern, match)
                for match in pattern.finditer(raw, start, end)
                if not any(s <= match.start() < e for s, e in held)
            ]
        for actor in self._sides.between(start, end):
            inside = any(s <= actor.span.start < e for s, e in held)
            if not inside and not actor.place and not self._owns(actor.span.end):
                speaker = Speaker(None, actor.party, raw[actor.span.start : actor.span.end])
                found.append(_Candidate(actor.span.start, actor.span.end, speaker))
        return found

    def _owns(self, end: int) -> bool:
        return bool(
            re.match(
                r"[’']s?\b|\s+(?:[a-z]+\s+){0,2}(?:troops|prisoners|soldiers|bodies)",
                self._text.raw[end : end + 40],
            )
        )

    def _worded(self, pattern: re.Pattern[str], match: re.Match[str]) -> _Candidate:
        if pattern is _PRONOUN or pattern is _ROLE:
            return _Candidate(match.start(), match.end(), None, match[0])
        if pattern is _DOCUMENT:
            return _Candidate(match.start(), match.end(), None, match[0])
        actors = [a for a in self._sides.between(match.start(), match.end()) if a.party != BOTH]
        party = actors[0].party if actors else None
        return _Candidate(
            match.start(), match.end(), Speaker(None, party, match[0], party is not None)
        )

    def _resolve(self, candidate: _Candidate, sentence: Span) -> Speaker | None:
        """Whom a pronoun, "the minister" or "the statement" means, from what went before."""
        word = candidate.word
        if re.fullmatch(r"he|she|they|it", word, re.I):
            return self._pronoun(word.lower(), candidate.start)
        if role := _ROLE.fullmatch(word):
            return self._role(role, candidate)
        return self._document(candidate, sentence)

    def _pronoun(self, word: str, place: int) -> Speaker | None:
        last = self.last_before(place, max(0, place - 900))
        if word in {"they", "it"}:
            if last is None:
                return None
            written = last.speaker.written if not last.speaker.person else ""
            return Speaker(None, last.speaker.party, written or word, sure=False)
        led = self._led(last.verb.end if last else 0, place, word)
        if last and last.speaker.person and _may_be(last.speaker.person, word):
            return Speaker(led or last.speaker.person, sure=led is None)
        recent = [person for person in self._recent(place) if _may_be(person, word)]
        person = led or next(iter(recent), None)
        return Speaker(person, sure=False) if person else None

    def _led(self, start: int, end: int, pronoun: str) -> Person | None:
        """Who opens a later sentence than the one where somebody last spoke; the latest such."""
        for sentence in reversed(self._text.sentences):
            if start < sentence.start < end:
                opening = Span(sentence.start, min(sentence.start + 60, end))
                for person in self._named_in(opening.start, opening.end):
                    if _may_be(person, pronoun):
                        return person
        return None

    def _named_in(self, start: int, end: int) -> list[Person]:
        return [p for p in self._people if any(start <= s.start < end for s in p.written)]

    def _recent(self, place: int) -> list[Person]:
        """Those named before a place, the subject of the latest sentence first."""
        order: list[tuple[int, int, Person]] = []
        for person in self._people:
            spans = [s for s in person.written if s.start < place]
            if spans:
                last = self._text.sentence_at(spans[-1].start)
                first_there = min(s.start for s in spans if last.holds(s))
                order.append((-last.start, first_there, person))
        return [person for _, _, person in sorted(order, key=lambda one: one[:2])]

    def _role(self, role: re.Match[str], candidate: _Candidate) -> Speaker | None:
        """The last person named of an office, and of its side where one is told."""
        actors = self._sides.between(candidate.start, candidate.end)
        party = actors[0].party if actors else None
        word = role["role"].lower()
        for person in self._recent(candidate.start):
            has = person.role and word.split()[-1] in person.role.value.lower()
            if has and (party is None or (person.side and person.side.value == party)):
                return Speaker(person)
        if party:
            theirs = [p for p in self._people if p.side and p.side.value == party]
            if len(theirs) == 1 and theirs[0].written[0].start < candidate.start:
                return Speaker(theirs[0], sure=False)
            return Speaker(None, party, role[0])
        last = self.last_before(candidate.start, max(0, candidate.start - 600))
        return (
            Speaker(last.speaker.person, sure=False)
            if last and last.speaker.person
            else Speaker(None, None, role[0], sure=False)
        )

    def _document(self, candidate: _Candidate, sentence: Span) -> Speaker:
        """A joint document speaks for both; any other for whoever spoke or is named with it."""
        words = (
            self._text[sentence]
            + " "
            + self._text.raw[max(0, candidate.start - 400) : candidate.start]
        )
        if re.search(r"\bjoint\b|\bsigned\b|\bagreement\b|\baccord\b|\bdeal\b", words, re.I):
            return Speaker(None, BOTH, candidate.word, document=True)
        last = self.last_before(candidate.start)
        if last and last.speaker.party and not last.speaker.person:
            return Speaker(None, last.speaker.party, last.speaker.written, document=True)
        if last and last.speaker.person:
            return Speaker(last.speaker.person, sure=False)
        actors = [
            a for a in self._sides.between(sentence.start, candidate.start) if a.party != BOTH
        ]
        party = actors[0].party if actors else None
        return Speaker(None, party, candidate.word, party is not None, document=True)


_FEMALE = re.compile(
    r"\b(?:spokeswoman|chairwoman|ombudswoman|Mrs|Ms|Miss|Lady|Queen|congresswoman)\b", re.I
)
_MALE = re.compile(r"\b(?:spokesman|chairman|Mr|Sir|Lord|King|Emir|Sheikh)\b", re.I)


def _may_be(person: Person, pronoun: str) -> bool:
    role = person.role.value if person.role else ""
    wrong = _FEMALE if pronoun == "he" else _MALE
    return not wrong.search(role)
