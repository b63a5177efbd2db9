"""By whose account a fact is told: who says so, of which side, in which words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from wayhome.engines.reading.draft import AssertedBy, Person, Span
from wayhome.engines.reading.facts.sides import BOTH, Actor, Sides
from wayhome.engines.reading.text import Text

_SPEECH = (
    r"said|says|say|saying|told|tells|added|adds|adding|announced?|announces|announcing"
    r"|reported(?!ly)|reports?(?= that)"
    r"|claim(?:s|ed|ing)?|confirm(?:s|ed|ing)?|stat(?:es|ed|ing)|declar(?:es|ed|ing)|noted|notes"
    r"|insist(?:s|ed)?(?! on)"
    r"|stress(?:es|ed)|explain(?:s|ed)|wrote|writes|acknowledged?|alleg(?:es|ed?|ing)|estimates?"
    r"|estimated(?= that)"
    r"|maintain(?:s|ed)|reveal(?:s|ed)|disclosed|informed|warned|repeated|reiterated|indicated"
    r"|specified|asserted"
    r"|believes?|went on|disputed|denied|recalled|clarified|pointed out|put(?:s)?(?= (?:the|that"
    r"|its|their|this))"
    r"|accus(?:e|es|ed|ing)|complain(?:s|ed)|argu(?:es|ed)|admitted|conceded|signal(?:l?ed|s)"
    r"|reads?|updated"
)
_SPEECH_WORD = re.compile(rf"(?<![\w-])(?:{_SPEECH})(?![\w-])")
_TAKES_A_NUMBER = {"confirmed", "acknowledged", "claimed", "reported", "disputed", "denied"}
_PARTICIPLES = {
    "saying",
    "adding",
    "announcing",
    "claiming",
    "confirming",
    "stating",
    "alleging",
    "accusing",
}
_ACCORDING = re.compile(
    r"\b(?:according to|in the words of|in a statement (?:by|from)|by the account of|citing"
    r"|as (?:reported|announced|claimed|confirmed) by|figures from|data from|by the count of)\s+",
    re.I,
)
_NOT_SPEECH = re.compile(
    r"\b(?:to be|be|being|was|were|been|is|are|not|a|the|of|its|for|no)\s+$", re.I
)
_PRONOUN = re.compile(
    r"(?:^|[\s,“\"(])(?P<he>[Hh]e|[Ss]he)(?=\s+(?:\w+ )?$)|(?:^|[\s,“\"(])(?P<they>[Tt]hey"
    r"|[Ii]t)(?=\s+(?:\w+ )?$)"
)
_SOURCE = re.compile(
    r"((?:[A-Z][\w’'-]+ )*(?:[Ff]amil(?:y|ies)[’']? ?(?:groups?|associations?|members)?"
    r"|[Rr]elatives[’']? ?(?:groups?|associations?|organi[sz]ations?)?"
    r"|(?:[Hh]uman )?[Rr]ights (?:groups?|monitors?|activists?|organi[sz]ations?)|[Mm]onitors?"
    r"|[Ww]ar monitor"
    r"|[Aa]ctivists|[Oo]bservers|[Aa]nalysts|[Cc]ampaigners|[Aa]id (?:groups|agencies|workers)"
    r"|[Ll]awyers"
    r"|[Mm]ediators?|[Oo]mbuds(?:man|woman|person)|[Ww]itnesses|[Dd]iplomats"
    r"|[Tt]he (?:Observatory|Commission|Committee|Society|Network|Foundation)"
    r"|(?:[A-Z][\w’'-]+ )+(?:Group|Commission|Committee|Agency|Observatory|Cent(?:er|re)|Mission"
    r"|Council"
    r"|Office|Network|Society|Foundation|Institute|Association)))(?:[^,.;]{0,40})\s*$"
)
_CLAUSE_LEFT = re.compile(
    r";|—|\s–\s|[“”]|(?:,\s+)?\b(?:but|while|whereas|although|though|that)\b|\band that\b"
)
_DOCUMENT = re.compile(
    r"\b(?:statement|communiqu[eé]|document|text|declaration|agreement|accord|memorandum"
    r"|protocol)\b",
    re.I,
)
_JOINT = re.compile(r"\bjoint(?:ly)? (?:\w+ )?(?:statement|communiqu|declaration|document)", re.I)


@dataclass(frozen=True, slots=True)
class Frame:
    """A verb of saying with its subject: words from `reach` on are told by that speaker."""

    verb: Span
    by: AssertedBy
    trailing: bool = False  # ", the ministry said": covers what stands before


class Accounts:
    """Every account of a report: which words are told by whom."""

    def __init__(self, text: Text, sides: Sides, people: Sequence[Person]) -> None:
        self._text = text
        self._sides = sides
        self._people = people
        self._last: AssertedBy | None = None
        self._last_he: AssertedBy | None = None
        self._frames: dict[Span, tuple[Frame, ...]] = {}
        for sentence in text.sentences:
            self._frames[sentence] = tuple(self._frames_of(sentence))

    def of(self, sentence: Span, place: int) -> AssertedBy | None:
        """Who tells what stands at a place of a sentence; None for the report itself."""
        before: AssertedBy | None = None
        frames = self._outside_the_quote(sentence, place)
        for frame in frames:
            if frame.verb.end <= place and not self._parted(frame.verb.end, place):
                before = frame.by
        if before is not None:
            return before
        for frame in frames:
            if (
                frame.trailing
                and frame.verb.start > place
                and not self._cut(place, frame.verb.start)
            ):
                return frame.by
        return self._quoted(sentence, place)

    def _outside_the_quote(self, sentence: Span, place: int) -> tuple[Frame, ...]:
        """The accounts of a sentence; of words in a quote those around it, where there are any."""
        frames = self._frames.get(sentence, ())
        quote = next((q for q in self._text.quotes if q.start <= place < q.end), None)
        if quote is None:
            return frames
        around = tuple(frame for frame in frames if not quote.holds(frame.verb))
        return around or frames

    def _quoted(self, sentence: Span, place: int) -> AssertedBy | None:
        """The speaker of a quote that goes on over several sentences."""
        quote = next((q for q in self._text.quotes if q.start <= place < q.end), None)
        if quote is None:
            return None
        for other, frames in self._frames.items():
            if frames and other.start < quote.end + 60 and other.end > quote.start - 60:
                return frames[0].by
        return None

    def _parted(self, start: int, end: int) -> bool:
        """Whether a new main clause of the report begins between the verb and the words."""
        return bool(re.search(r";", self._text.raw[start:end]))

    def _cut(self, start: int, end: int) -> bool:
        return ";" in self._text.raw[start:end]

    def _frames_of(self, sentence: Span) -> list[Frame]:
        raw = self._text.raw
        frames: list[Frame] = []
        for match in _ACCORDING.finditer(raw, sentence.start, sentence.end):
            words = re.match(r"[^;.]{0,160}", raw[match.end() : sentence.end])
            stop = match.end() + (words.end() if words else 0)
            by = self._named(match.end(), stop, "according to", first=True)
            first = match.start() - sentence.start < 30
            frames.append(Frame(Span(match.start(), match.end()), by, trailing=not first))
            self._remember(by)
        for match in _SPEECH_WORD.finditer(raw, sentence.start, sentence.end):
            frame = self._frame(sentence, match, frames)
            if frame is not None:
                frames.append(frame)
                self._remember(frame.by)
        return sorted(frames, key=lambda frame: frame.verb)

    def _frame(self, sentence: Span, match: re.Match[str], frames: list[Frame]) -> Frame | None:
        raw = self._text.raw
        left = self._left_edge(sentence, match.start())
        before = raw[left : match.start()]
        told = raw[match.end() : match.end() + 30]
        if match[0] in _TAKES_A_NUMBER and re.match(r"\s+(?:only |just |about |some )?\d", told):
            return None
        if _NOT_SPEECH.search(before):
            return None
        verb = Span(match.start(), match.end())
        after_quote = bool(re.search(r"[”\"’»]\s*$", raw[sentence.start : match.start()]))
        if match[0].lower() in _PARTICIPLES:
            by = self._of_sentence(sentence, match.start(), frames)
            return Frame(verb, by) if by else None
        if frames and re.search(r"\b(?:and|but|then)\s+(?:also\s+)?$", before):
            return Frame(verb, frames[-1].by)
        comma = re.search(r",\s*(?!who\b|which\b)([^,]{2,90})$", before)
        if comma and self._names_somebody(left + comma.start(1), match.start()):
            left, before = left + comma.start(1), comma[1]
        if after_quote or not before.strip():
            by = self._inverted(match, sentence)
            return Frame(verb, by, trailing=True) if by else None
        by = self._subject(left, match.start(), before)
        return Frame(verb, by, trailing=self._is_trailing(sentence, left, match))

    def _names_somebody(self, start: int, verb: int) -> bool:
        """Whether the words after the last comma are a subject: ", the Contact Group said"."""
        words = self._text.raw[start:verb]
        people = any(start <= s.start and s.end <= verb for p in self._people for s in p.written)
        return bool(
            people
            or self._sides.between(start, verb)
            or _SOURCE.search(words)
            or _PRONOUN.search(words)
        )

    def _of_sentence(self, sentence: Span, verb: int, frames: list[Frame]) -> AssertedBy | None:
        """Whom "..., saying" belongs to: the subject of the sentence."""
        if re.match(r"[“\"]?(?:He|She)\b", self._text[sentence]):
            return self._last_he
        first = next((f for f in frames if f.verb.start < verb), None)
        if first is not None:
            return first.by
        named = self._named(sentence.start, verb, "said", first=True)
        return named if named.party or named.person else None

    def _left_edge(self, sentence: Span, verb: int) -> int:
        edges = [m.end() for m in _CLAUSE_LEFT.finditer(self._text.raw, sentence.start, verb)]
        return edges[-1] if edges else sentence.start

    def _is_trailing(self, sentence: Span, left: int, match: re.Match[str]) -> bool:
        """Whether the speaker is named after what is told: "..., Israeli officials confirmed"."""
        raw = self._text.raw
        rest = raw[match.end() : sentence.end]
        ends = re.match(
            r"\s*(?:[.,;”]|$|on \w+day|in a (?:\w+ )?(?:statement|interview)|at the|reporters"
            r"|late|early|after|during"
            r"|(?:\w+ ){0,2}(?:on|in) (?:social media|X|Twitter|Telegram|Facebook))",
            rest,
        )
        comma = "," in raw[sentence.start : match.start()] or left > sentence.start
        return bool(ends and comma)

    def _inverted(self, match: re.Match[str], sentence: Span) -> AssertedBy | None:
        """As in "...," said Nadir Voss, the deputy minister."""
        raw = self._text.raw
        words = re.match(r"[^.;“\"]{0,200}", raw[match.end() : sentence.end])
        stop = match.end() + (words.end() if words else 0)
        if re.match(
            r"\s+the (?:\w+ )?(?:document|text|statement|agreement|communiqu|declaration)",
            raw[match.end() : stop],
        ):
            return self._of_document(match.end(), stop)
        person = self._person(match.end(), stop, first=True)
        if person:
            return person
        pronoun = re.match(r"\s+(?:he|she)\b", raw[match.end() : stop])
        if pronoun and self._last_he:
            return self._last_he
        return self._named(match.end(), stop, "said", first=True)

    def _of_document(self, start: int, end: int) -> AssertedBy:
        """A document's words are its signers': both sides' where both are named."""
        signers = {a.party for a in self._sides.between(start, end)} & set(self._sides.principals)
        both = len(signers) == 2
        one = next(iter(signers)) if len(signers) == 1 else None
        return AssertedBy(party=BOTH if both else one, via="document", rule="document", sure=both)

    def _subject(self, left: int, verb: int, before: str) -> AssertedBy:
        pronoun = _PRONOUN.search(before)
        if pronoun:
            last = self._last_he if pronoun["he"] else self._last
            return last or AssertedBy(party=None, via="said", rule="pronoun", sure=False)
        return self._named(left, verb, "said", first=False)

    def _person(self, start: int, end: int, *, first: bool) -> AssertedBy | None:
        """A person of the draft who is named in the stretch."""
        named = [
            (span, person)
            for person in self._people
            for span in person.written
            if start <= span.start and span.end <= end
        ]
        if not named:
            return None
        named.sort(key=lambda pair: pair[0])
        span, person = named[0] if first else named[-1]
        party = person.side.value if person.side else self._party_around(start, end)
        sure = person.side is None or person.side.sure
        return AssertedBy(
            party=party,
            person=person.id,
            via="said",
            span=span,
            rule="speaker",
            sure=sure and party is not None,
        )

    def _party_around(self, start: int, end: int) -> str | None:
        named = [a for a in self._sides.between(start, end) if not a.place]
        return named[0].party if named else None

    def _named(  # noqa: PLR0911 - rules, in their order
        self, start: int, end: int, via: str, *, first: bool
    ) -> AssertedBy:
        """The person or else the party named in a stretch, or a source without a side."""
        person = self._person(start, end, first=first)
        if person:
            return person
        words = self._text.raw[start:end]
        source = _SOURCE.search(words if not first else words.split(",")[0])
        actors = [a for a in self._sides.between(start, end) if a.party != BOTH]
        acting = [a for a in actors if not a.place] or actors
        if source and (
            not acting
            or acting[-1].span.end - start <= source.start(1)
            or (acting[-1].span.end - start < source.end(1) and source[1][0].isupper())
        ):
            owner = [a for a in acting if words[a.span.end - start :].startswith(("'s ", "’s "))]
            return AssertedBy(
                party=owner[0].party if owner else self._in_full(source[1].strip()),
                via=via,
                span=Span(start, end),
                rule="named source",
                sure=False,
            )
        if _DOCUMENT.search(words) and not acting:
            joint = bool(_JOINT.search(words))
            return AssertedBy(
                party=BOTH if joint else None, via="document", rule="document", sure=False
            )
        pair = {actor.party for actor in acting}
        if len(pair) == 2 and pair == set(self._sides.principals) and self._joined(acting):
            return AssertedBy(party=BOTH, via=via, span=acting[0].span, rule="both sides")
        if acting:
            actor = acting[0] if first else self._head(acting)
            return AssertedBy(
                party=actor.party, via=via, span=actor.span, rule="party before a verb of saying"
            )
        both = [a for a in self._sides.between(start, end) if a.party == BOTH]
        if both:
            return AssertedBy(party=BOTH, via=via, span=both[-1].span, rule="both sides")
        return AssertedBy(party=None, via=via, rule="speaker of no known side", sure=False)

    def _in_full(self, source: str) -> str:
        """The whole name of what is called by its last word: "the Observatory"."""
        last = re.fullmatch(r"(?:[Tt]he )?([A-Z][a-z]+)", source)
        if last:
            full = [m.party for m in self._sides.mentions if last[1] in m.party.split()]
            return full[0] if full else source
        return source

    def _joined(self, acting: Sequence[Actor]) -> bool:
        """Whether two parties are the one subject: "Northland and the Riverine Front"."""
        between = self._text.raw[acting[0].span.end : acting[-1].span.start]
        after = self._text.raw[acting[-1].span.end : acting[-1].span.end + 3]
        return bool(
            re.fullmatch(r"[\w\s’'-]{0,30}\band\b[\w\s]{0,15}", between)
            and not after.startswith(("’s", "'s"))
        )

    def _head(self, acting: Sequence[Actor]) -> Actor:
        """The first of a row of names ("Israel's coordinator for Gaza"), nearest to the verb."""
        chosen = acting[-1]
        for earlier in reversed(acting[:-1]):
            joined = self._text.raw[earlier.span.end : chosen.span.start]
            if "," in joined or len(joined.split()) > 8:
                break
            chosen = earlier
        return chosen

    def _remember(self, by: AssertedBy) -> None:
        if by.party or by.person:
            self._last = by
            if by.person:
                self._last_he = by
        elif by.via != "document":
            self._last_he = by
