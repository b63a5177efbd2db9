"""In which order surname, given names and patronymic stand: every layout is weighed.

A layout gives each word one label. Its weight is how usual the layout is plus how well each word
suits its label; the certainty of a word's label is the share of the layouts that agree on it,
each counted as e to its weight. The weights were set by hand and are natural logarithms.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from math import exp

from wayhome.engines.names.declension import is_declined_given_name
from wayhome.engines.names.patronymic import father_keys, is_patronymic
from wayhome.engines.names.person_name import Label
from wayhome.engines.names.same_name import is_listed, is_own_form, same_name_keys
from wayhome.engines.names.script import comparison_form, script_of

S, G, P, INITIAL = Label.SURNAME, Label.GIVEN, Label.PATRONYMIC, Label.INITIAL
_LABELS = (S, G, P)
_TITLES = frozenset({Label.RANK, Label.HONORIFIC})
MOST_WORDS = 6  # a name of more words is not laid out

_SURNAME_ENDING = re.compile(
    # Ukrainian, Russian, Belarusian, in any case
    r".+(?:енк[оауи]м?|єнк[оауи]|енкові|чук(?:а|у|ом)?|юк(?:а|у|ом)?|щук(?:а|у|ом)?|[сцз]ьк.{1,4}"
    r"|[сц]к(?:ий|ого|ому|им|ая|ой|ую)|[оеє]в(?:а|у|ої|ій|ою|ой|ым|им)?|[иії]н(?:а|у|ої|ою|ой|ым)?"
    r"|[ії]в|ш?ко|ак|як|ик|ець|иш|ло|ий|дзе|швілі|швили|ян|янц|оў|овіч|евіч|ських|их|ых)"
    # romanised, and common elsewhere
    r"|.+(?:enk[oau]|chuk[au]?|iuk|yuk|juk|tsk.{1,4}|sk[iy]{1,3}|ska(?:ia|ya)?|[oe](?:v|w|ff)(?:a|oi)?"
    r"|[iy]na?|[iy]shyn|[iy]v|k[oi]|ak|yk|ets|dze|shvili|yan|ian|son|sen|ez|es|oğlu|oglu|escu)"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word to be laid out, with what its surroundings say."""

    text: str
    is_initial: bool = False
    is_capitals: bool = False  # in capitals where others are not
    after_particle: bool = False  # de, van, al before it
    is_before_comma: bool | None = None  # None: the cell has no comma between words


@lru_cache(maxsize=1 << 16)
def fits(text: str, label: Label) -> float:
    """How well a word by itself suits a label, as a natural logarithm of a weight."""
    if label is P:
        if not is_patronymic(text):
            return -3.0
        return 3.5 if father_keys(text) else 1.5  # Дашкевич is no Дашко's son
    listed = _is_known_given(text)
    ends_as_surname = bool(_SURNAME_ENDING.fullmatch(comparison_form(text)))
    if ends_as_surname and listed < 0.9:  # Wikidata lists surnames used as given names as well
        listed = min(listed, 0.3)
    if label is G:
        return 2.4 * listed - 1.0 * (ends_as_surname and listed < 0.9) - 2.0 * is_patronymic(text)
    hyphenated = 0.5 * ("-" in text)
    return 1.2 * ends_as_surname - 0.8 * listed + hyphenated - 1.0 * is_patronymic(text)


def _is_known_given(text: str) -> float:
    """From 0 to 1: whether a word is a known given name, by spelling, declined, or by sound."""
    if is_listed(text):
        return 1.0 if is_own_form(text) else 0.8
    if is_declined_given_name(text):
        return 0.8
    keys = same_name_keys(text)
    return 0.9 if any(key < 0 for key in keys) else 0.3 if keys else 0.0


def _usual(layout: Sequence[Label], known: frozenset[Label], *, latin: bool) -> float:
    """How usual a layout is; Latin lists put the given name first more often than not."""
    labels = known.union(layout)
    has_title = bool(known & _TITLES)
    known = known - _TITLES
    weight = -1.2 * max(0, layout.count(S) - 1) - 0.6 * max(0, layout.count(G) - 1)
    weight -= 0.8 * (G in known and G in layout) + 3.0 * (P in known and P in layout)
    if len(layout) + len(known) == 1:
        # A man called by his rank is called by his surname.
        return weight - (2.7 if has_title else 0.5) * (S not in labels)
    weight -= 3.0 * (S not in labels) + 3.5 * (G not in labels)
    if P in layout and G in layout and (G, P) not in pairwise(layout):
        weight -= 2.5  # a patronymic stands right after the given name
    if P in layout:
        return weight - 0.4 * (layout[0] is not S)
    return weight - 0.3 * ((layout[0] is S) == latin)


def _as_ordered(layout: Sequence[Label], order: str | None) -> float:
    """How well a layout keeps the order the list is said to have."""
    if order is None or S not in layout or len(layout) == 1:
        return 0.0
    return 3.0 if (layout[0] is S) == (order == "surname_first") else -3.0


@lru_cache(maxsize=64)
def _layouts(count: int) -> tuple[tuple[Label, ...], ...]:
    """Every order of one block of surnames, one of given names and at most one patronymic."""
    found: dict[tuple[Label, ...], None] = {}
    for surnames, given, fathers in product(range(count + 1), range(count + 1), (0, 1)):
        if surnames + given + fathers != count:
            continue
        s, g, p = (S,) * surnames, (G,) * given, (P,) * fathers
        for layout in (s + g + p, g + p + s, g + s + p, p + g + s, s + p + g):
            found[layout] = None
    return tuple(found)


@lru_cache(maxsize=1024)
def _weights_before_words(
    count: int, known: frozenset[Label], order: str | None, *, latin: bool
) -> tuple[float, ...]:
    """The weight of each layout before any word is looked at."""
    return tuple(
        _usual(layout, known, latin=latin) + _as_ordered(layout, order)
        for layout in _layouts(count)
    )


def _suits(word: Word, label: Label) -> float:
    if word.is_initial:
        return -4.0 if label is S else 0.3
    weight = fits(word.text, label)
    if label is S:
        weight += 2.0 * word.is_capitals + 1.5 * word.after_particle
    if word.is_before_comma is not None:
        weight += 3.0 if (label is S) == word.is_before_comma else -3.0
    return weight


def label_words(
    words: Sequence[Word], *, order: str | None = None, known: frozenset[Label] = frozenset()
) -> tuple[tuple[Label, float], ...]:
    """The likeliest label of each word and its certainty.

    Args:
        words: at most `MOST_WORDS`.
        order: `surname_first`, `surname_last` or None if unknown.
        known: what other words of the cell were already found to be.
    """
    latin = script_of("".join(word.text for word in words)) == "Latn"
    suits = tuple(tuple(_suits(word, label) for label in _LABELS) for word in words)
    return _decide(suits, known, order, latin=latin)


@lru_cache(maxsize=1 << 15)
def _decide(
    suits: tuple[tuple[float, ...], ...], known: frozenset[Label], order: str | None, *, latin: bool
) -> tuple[tuple[Label, float], ...]:
    """`label_words` from how well each word suits each of `_LABELS`: few such tables occur."""
    layouts = _layouts(len(suits))
    before = _weights_before_words(len(suits), known, order, latin=latin)
    weights = [
        weight + sum(suit[_LABELS.index(label)] for suit, label in zip(suits, layout, strict=True))
        for weight, layout in zip(before, layouts, strict=True)
    ]
    best = max(range(len(layouts)), key=weights.__getitem__)
    shares = [exp(weight - weights[best]) for weight in weights]
    return tuple(_certainties(layouts, shares, best))


def _certainties(
    layouts: Sequence[Sequence[Label]], shares: Sequence[float], best: int
) -> Iterator[tuple[Label, float]]:
    total = sum(shares)
    for place, label in enumerate(layouts[best]):
        agreeing = sum(s for s, one in zip(shares, layouts, strict=True) if one[place] is label)
        yield label, min(1.0, agreeing / total)
