"""Which parties a report is about, and whom "the group" or "the government" means."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from wayhome.engines.reading.draft import Person, Span
from wayhome.engines.reading.gazetteer import Kind, Mention, armies_of, find, state_of
from wayhome.engines.reading.gazetteer.tables import states_of_movements
from wayhome.engines.reading.text import Text

BOTH = "both"

_GOVERNMENT = (
    r"[Gg]overnment(?:s)?(?: (?:team|side|delegation|forces|negotiators?|officials?|troops"
    r"|prisons?))?"
    r"|regime|authorities|[Ss]tate(?: media| television| news agency)?|army|military|junta"
    r"|administration|armed forces|president|prime minister"
)
_MOVEMENT = (
    r"group|movement|rebels?|guerrillas?|insurgents?|militants?|separatists?|opposition|militia"
    r"|faction|force|alliance|rebel (?:team|side|delegation|group|movement)"
    r"|opposition (?:groups?|side|delegation)"
    r"|insurgency|fighters|armed group|gunmen|secessionists?|paramilitar(?:y|ies)"
)
_GENERIC = re.compile(
    rf"(?<![\w’'-])(?:(?P<lead>(?:[Tt]he|[Hh]is|[Ii]ts|[Tt]heir|[Aa]n?|own|by|from|two|with)\s+"
    rf"(?:armed |own |Islamist |Islamic |Marxist |leftist |Shiite |Shia |Sunni "
    rf"|internationally recogni[sz]ed )*)?"
    rf"(?:(?P<government>{_GOVERNMENT})|(?P<movement>{_MOVEMENT})))(?![\w-])"
)
_LABEL = re.compile(r"(rebel|guerrilla|insurgent|militant|separatist|opposition|militia)")
_EXCHANGED = re.compile(r"\b(?:exchang|swap|prisoners?|captives?|ceasefire|truce)", re.I)
_BACKED = re.compile(r"-[a-z]")
_OF_A_MOVEMENT = re.compile(rf"(?:-(?:backed|led|aligned|speaking))?\s+(?:{_MOVEMENT})\b")
_AS_A_PLACE = re.compile(
    r"(?:\b(?:in|at|near|outside|inside|around|across|through|into|via|within|northern|southern"
    r"|eastern"
    r"|western|central|visited|of|north|south|east|west|leaving|left|reached|over)\s+(?:the\s+)?"
    r"|\b(?:arrived in|flown to|flew to|travel\w* to|sent to|visit to|trip to|back to|return to"
    r"|home to|returned to)"
    r"\s+)$",
    re.I,
)
_BETWEEN = re.compile(r"\bbetween\b|\band\b|[/–-]")
_HELPERS = re.compile(
    r"\b(?:mediat\w*|broker\w*|hosted|host|facilitat\w*|good offices|auspices|envoy|supervis\w*)\b",
    re.I,
)
_BOTH = re.compile(
    r"\b(?:both (?:sides|parties|countries|delegations|governments|armies)|(?:the )?two (?:sides"
    r"|parties|countries"
    r"|delegations|governments|neighbou?rs|rivals|foes|armies|nations|states|Koreas)|each side"
    r"|the (?:warring |rival |opposing )?(?:sides|parties|rivals|foes|adversaries|delegations"
    r"|negotiators|belligerents"
    r"|enemies|neighbou?rs|combatants)|warring (?:sides|parties)|the pair"
    r"|(?:the )?two(?= (?:agreed|have|had|will|also|held))|rivals|each other|one another"
    r"|each party|either side|either party)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Actor:
    """A place in the text that names who acts or holds; `both` for the two sides together."""

    span: Span
    party: str
    place: bool = False  # a word for a country or city where it tells where


class Sides:
    """The parties of one report.

    `principals` are the two that the report is about, or fewer where it does not show.
    """

    def __init__(self, text: Text, people: Sequence[Person], parties: Sequence[str] = ()) -> None:
        self._text = text
        self._people = people
        self.mentions = find(text.raw, parties)
        self._scores = self._score()
        self.principals = self._choose()
        self.bodies = frozenset(m.party for m in self.mentions if m.kind is Kind.BODY)
        self.actors = tuple(sorted(self._all_actors(), key=lambda a: (a.span.start, -a.span.end)))

    def other(self, party: str | None) -> str | None:
        """The principal across the table, or the state that a further movement speaks with."""
        if len(self.principals) != 2 or party is None:
            return None
        if party not in self.principals:
            state = state_of(party)
            return state if state in self.principals else None
        return self.principals[1 - self.principals.index(party)]

    @property
    def movement(self) -> str | None:
        """The principal that is no state, where one is and the other is not."""
        known = [p for p in self.principals if state_of(p) is not None]
        return known[0] if len(known) == 1 else None

    def people_of(self, nation: str | None) -> str | None:
        """The principal that speaks for a nation: itself, or the movement of a people."""
        if nation in self.principals:
            return nation
        movements = [p for p in self.principals if state_of(p) == "Israel"]
        return movements[0] if nation == "Palestine" and len(movements) == 1 else None

    def between(self, start: int, end: int) -> list[Actor]:
        """Who is named in a stretch of the text, in order."""
        return [a for a in self.actors if start <= a.span.start and a.span.end <= end]

    def _is_place(self, mention: Mention) -> bool:
        if mention.kind not in {Kind.CAPITAL, Kind.COUNTRY, Kind.FOUND}:
            return False
        raw = self._text.raw
        before = raw[max(0, mention.span.start - 30) : mention.span.start]
        if self._text.dateline and self._text.dateline.holds(mention.span):
            return True
        if re.match(r"[’']s\b", raw[mention.span.end : mention.span.end + 2]):
            return False
        return bool(_AS_A_PLACE.search(before)) and not re.search(
            r"\b(?:government|republic|president|minister|ministry|army|forces|people"
            r"|leader) of (?:the )?$",
            before,
            re.I,
        )

    def _is_set_aside(self, mention: Mention) -> bool:
        """As in "U.S.-brokered", "Turkish-backed rebels": the word says nothing of who acts."""
        after = self._text.raw[mention.span.end : mention.span.end + 40]
        if _BACKED.match(after):
            return True
        return mention.kind is Kind.DEMONYM and bool(_OF_A_MOVEMENT.match(after))

    def _score(self) -> Counter[str]:
        scores: Counter[str] = Counter()
        lead = [*self._text.headings[:1], *self._text.sentences[:2]]
        for mention in self.mentions:
            if self._is_place(mention) or self._is_set_aside(mention) or mention.kind is Kind.BODY:
                continue
            weight = 3 if any(span.holds(mention.span) for span in lead) else 1
            sentence = self._text[self._text.sentence_at(mention.span.start)]
            scores[mention.party] += 0 if _HELPERS.search(sentence) else weight
        for one, two in zip(self.mentions, self.mentions[1:], strict=False):
            joined = self._text.raw[one.span.end : two.span.start]
            if one.party != two.party and re.fullmatch(r"\s*(?:and|[–-])\s*(?:the )?", joined):
                sentence = self._text[self._text.sentence_at(one.span.start)]
                if re.search(
                    r",\s*(?:the )?$", self._text.raw[max(0, one.span.start - 6) : one.span.start]
                ):
                    continue  # the last two of a list
                named = Kind.BODY not in {one.kind, two.kind}
                for mention in (one, two) if named else ():
                    scores[mention.party] += 8 if _EXCHANGED.search(sentence) else 3
        return scores

    def _choose(self) -> tuple[str, ...]:
        movements = Counter(
            {p: n for p, n in self._scores.items() if state_of(p) is not None and n > 1}
        )
        ranked = [party for party, score in self._scores.most_common() if score > 1]
        word = self._movement_word()
        movements = movements or self._named_once(ranked)
        if movements:
            return self._movement_and_state(movements, word)
        if word:
            state = self._state_of_unrest()
            return (state, word) if state else (word,)
        return tuple(ranked[:2]) or self._hardly_named()

    def _hardly_named(self) -> tuple[str, ...]:
        """Where only sentences about go-betweens name a party: the country most named there."""
        places = {a.span for a in self.mentions if self._is_place(a)}
        often = Counter(
            m.party for m in self.mentions if m.span not in places and m.kind is not Kind.BODY
        ).most_common(1)
        if not often or often[0][1] < 2 or often[0][0] in states_of_movements():
            return ()
        words = {(m["government"] or m["movement"]) for m in _GENERIC.finditer(self._text.raw)}
        against = {"regime", "government"} & words and "opposition" in words
        return (often[0][0], "opposition") if against else (often[0][0],)

    def _named_once(self, ranked: Sequence[str]) -> Counter[str]:
        """A movement that is named but once, where no other country than its own matters."""
        once = {p: n for p, n in self._scores.items() if n and state_of(p) in self._scores}
        states = {state_of(party) for party in once}
        return Counter(once if states and len(states) == 1 and set(ranked) <= states else {})

    def _movement_and_state(self, movements: Counter[str], word: str | None) -> tuple[str, ...]:
        first, often = movements.most_common(1)[0]
        state = state_of(first) or ""
        if word and first.endswith(f" {word}") and self._text.raw.count(word) * 2 > often:
            return (state, word)  # the separatists of several towns
        rest = {
            party: score
            for party, score in self._scores.items()
            if party == state
            or (party != first and state_of(party) == state and "Armed Forces" in party + first)
        }
        rest.setdefault(state, 1)
        armies = [party for party in rest if "Armed Forces" in party and rest[party] > 1]
        if not armies and self._army_alone():
            armies = [p for p in armies_of(state) if p != first]
        second = (armies or [max(sorted(rest), key=lambda party: rest[party])])[0]
        return (second, first)

    def _army_alone(self) -> bool:
        """Whether a report tells of an army and never of a government."""
        words = [match["government"] or "" for match in _GENERIC.finditer(self._text.raw)]
        armies = sum(word in {"army", "military", "armed forces"} for word in words)
        return armies > 1 and not any(word.startswith("government") for word in words)

    def _movement_word(self) -> str | None:
        """As in "rebels", "opposition": what a report calls a side that it never names."""
        words: Counter[str] = Counter()
        for match in _GENERIC.finditer(self._text.raw):
            label = _LABEL.search(match["movement"] or "")
            if label:
                words[label[1]] += 1
        if not words:
            return None
        word, often = words.most_common(1)[0]
        plural = word if word == "opposition" else word + "s"
        return plural if sum(words.values()) > 1 and often else None

    def _state_of_unrest(self) -> str | None:
        """The country where a nameless side fights: the one where things happen."""
        where: Counter[str] = Counter()
        for mention in self.mentions:
            after = self._text.raw[mention.span.end : mention.span.end + 40]
            if self._is_place(mention) and mention.kind is Kind.COUNTRY:
                where[mention.party] += 2
            elif re.match(rf"(?:[’']s)? (?:{_GOVERNMENT}|{_MOVEMENT})\b", after):
                where[mention.party] += 3
            elif mention.kind is Kind.CAPITAL and not self._is_place(mention):
                where[mention.party] += 1
        return where.most_common(1)[0][0] if where else None

    def _all_actors(self) -> list[Actor]:
        actors = [
            Actor(m.span, m.party, self._is_place(m))
            for m in self.mentions
            if not self._is_set_aside(m)
        ]
        actors += self._generic_actors()
        actors += [
            Actor(span, person.side.value)
            for person in self._people
            if person.side is not None
            for span in person.written
        ]
        actors += self._office_holders()
        actors += [Actor(Span(m.start(), m.end()), BOTH) for m in _BOTH.finditer(self._text.raw)]
        return actors

    def _office_holders(self) -> list[Actor]:
        """A president of no named country, where only one of the two parties is a state."""
        states = [
            p
            for p in self.principals
            if state_of(p) is None and not p.islower() and not p.isupper()
        ]
        if len(states) != 1 or len(self.principals) != 2:
            return []
        return [
            Actor(span, states[0])
            for person in self._people
            if person.side is None
            and person.role is not None
            and re.search(
                r"\b(?:president|prime minister|army|government|general)\b", person.role.value, re.I
            )
            for span in person.written
        ]

    def _generic_actors(self) -> list[Actor]:
        actors = []
        for match in _GENERIC.finditer(self._text.raw):
            span = Span(match.start(), match.end())
            named = [
                m
                for m in self.mentions
                if (m.span.end <= match.end() and match.start() - m.span.end <= 3)
                and m.span.end >= match.start() - 3
                and not self._is_set_aside(m)
                and "." not in self._text.raw[m.span.end : match.start()]
            ]
            party = self._generic_party(match)
            if party and not named:
                actors.append(Actor(span, party))
        return actors

    def _generic_party(self, match: re.Match[str]) -> str | None:
        """The principal that a common noun means, or the noun itself for a nameless side."""
        movements = [p for p in self.principals if state_of(p) is not None or p.islower()]
        states = [p for p in self.principals if p not in movements]
        if match["movement"]:
            lead = (match["lead"] or "").lower()
            if match["movement"] == "group" and not lead:
                return None
            if match["movement"] in {"force", "alliance"} and not lead.startswith(("the", "its")):
                return None
            unlisted = [p for p in self.principals if p.isupper()]
            named = movements or unlisted
            label = _LABEL.search(match["movement"])
            if not named and label:  # a third side that the report never names
                return label[1] if label[1] == "opposition" else label[1] + "s"
            return named[-1] if named else None
        army = [p for p in movements if "Armed Forces" in p]
        if army and not states:
            return army[0]
        return states[0] if movements and states else None
