"""How well a line answers a query, and which part of it says so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.db import models
from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import OSA

from wayhome.apps.register.selectors.search.keys import (
    known_father,
    known_name,
    name_words,
    number_key,
    read_date,
    skeletons,
)
from wayhome.apps.register.selectors.search.reading import Query
from wayhome.engines.linkage import filing
from wayhome.engines.names import comparison_form, is_patronymic, script_of
from wayhome.engines.names.correspondence import correspondence_between
from wayhome.engines.names.tokens import tokens_of
from wayhome.values import PartialDate


class How(models.TextChoices):
    """In which way a part of a line answers a part of the query."""

    SAME = "same", _("as written")
    RENDERING = "rendering", _("another spelling of it")
    SAME_NAME = "same_name", _("the same name in another language")
    CLOSE = "close", _("nearly so written")
    SOUNDS = "sounds", _("sounds alike")
    INITIAL = "initial", _("the initial agrees")
    DATE = "date", _("born on this date")
    DATE_PARTLY = "date_partly", _("agrees as far as given")
    DATE_SWAPPED = "date_swapped", _("day and month changed places")
    DATE_NEAR = "date_near", _("nearly this date")
    NUMBER = "number", _("this number")
    CASE_NUMBER = "case_number", _("this case number")


_SHARE: Mapping[str, float] = {
    How.SAME: 1.0,
    How.RENDERING: 0.97,
    How.SAME_NAME: 0.9,
    How.CLOSE: 0.75,
    How.SOUNDS: 0.5,
}
"""What share of a word's worth each kind of agreement keeps."""

_DATES: Mapping[str, float] = {
    How.DATE: 4.0,
    How.DATE_SWAPPED: 3.0,
    How.DATE_PARTLY: 1.5,
    How.DATE_NEAR: 1.0,
}
_DATE_DIFFERS = -1.5
_NUMBER = 6.0
_INITIAL = 0.4
_CONFLICT = -1.0  # a word of the query and a word of the line that agree with nothing
_UNANSWERED = -0.4  # a word of the query for which the line has no word

USUAL, LIKELY = 3.0, 1.0
"""log10 likelihood ratios from which one spelling is called a rendering of another, or close."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is weighed of a line."""

    pk: int
    words: tuple[str, ...]
    initials: tuple[str, ...]
    birth_date: str
    number: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One part that agrees: what the line has written, and how it answers the query."""

    written: str
    how: How


@dataclass(frozen=True, slots=True)
class Answer:
    """What a line is worth as an answer, log10, and why."""

    score: float
    reasons: tuple[Reason, ...]


@lru_cache(maxsize=1 << 17)
def words_and_initials(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a cell of a name, and the letters of its initials."""
    words = tuple(word.text for word in name_words(text))
    return words, tuple(token.text for token in tokens_of(text) if token.letters == 1)


def weigh(query: Query, lines: Sequence[Line], worths: Mapping[str, float]) -> list[Answer]:
    """Weigh lines against a query, one answer each.

    Args:
        query: what is looked for.
        lines: the candidates.
        worths: what each part of the query is worth, as `candidates` says.
    """
    alike = agreements(query.words, {word for line in lines for word in line.words})
    return [_weigh_line(query, line, worths, alike) for line in lines]


def _weigh_line(
    query: Query,
    line: Line,
    worths: Mapping[str, float],
    alike: Mapping[tuple[str, str], How],
) -> Answer:
    score, reasons = _weigh_name(query, line, worths, alike)
    if query.born and line.birth_date:
        found = [how for date in query.born if (how := dates_agree(date, line.birth_date))]
        best = max(found, key=_DATES.__getitem__, default=None)
        score += _DATES[best] if best else _DATE_DIFFERS
        if best:
            reasons.append(Reason(line.birth_date, best))
    if query.numbers and line.number and number_key(line.number) in query.numbers:
        score += _NUMBER
        reasons.append(Reason(line.number, How.NUMBER))
    return Answer(score, tuple(reasons))


def _weigh_name(
    query: Query,
    line: Line,
    worths: Mapping[str, float],
    alike: Mapping[tuple[str, str], How],
) -> tuple[float, list[Reason]]:
    """Each word of the query is given the word of the line that answers it best, each once."""
    pairs = sorted(
        (-worths[f"word {at}"] * _SHARE[how], at, place, how)
        for at, word in enumerate(query.words)
        for place, written in enumerate(line.words)
        if (how := alike.get((word, written)))
    )
    score, reasons = 0.0, []
    asked, given = set(range(len(query.words))), set(range(len(line.words)))
    for negative, at, place, how in pairs:
        if at in asked and place in given:
            asked.remove(at)
            given.remove(place)
            score -= negative
            reasons.append((place, Reason(line.words[place], how)))
    said = [reason for _, reason in sorted(reasons, key=lambda one: one[0])]
    for initials, others in (
        (query.initials, [line.words[place] for place in sorted(given)]),
        (line.initials, [query.words[at] for at in sorted(asked)]),
    ):
        for initial, other in zip(initials, others, strict=False):
            if comparison_form(initial)[:1] == comparison_form(other)[:1]:
                score += _INITIAL
    conflicts = min(len(asked), len(given))
    score += _CONFLICT * conflicts + _UNANSWERED * (len(asked) - conflicts)
    return score, said


@dataclass(frozen=True, slots=True)
class _Heard:
    """What is compared of a word."""

    form: str
    sounds: str
    filed: tuple[str, ...]  # as `skeletons`
    names: frozenset[str]  # known names it may be, as itself or as the father's in it
    script: str


@lru_cache(maxsize=1 << 17)
def _heard(word: str) -> _Heard:
    name = known_father(word) if is_patronymic(word) else known_name(word)
    return _Heard(
        comparison_form(word),
        filing.sound(word),
        skeletons(word),
        frozenset([name] if name else []),
        script_of(word),
    )


def agreements(words: Iterable[str], written: Iterable[str]) -> dict[tuple[str, str], How]:
    """How words of a query agree with words of lines; pairs that do not are left out."""
    others = [(other, _heard(other)) for other in sorted(written)]
    found: dict[tuple[str, str], How] = {}
    doubtful: list[tuple[str, str]] = []
    for word in dict.fromkeys(words):
        heard = _heard(word)
        for other, other_heard in others:
            how = _agreement(heard, other_heard)
            if how is not None:
                found[word, other] = how
            if how in _DOUBTFUL or (how is None and _worth_asking(heard, other_heard)):
                doubtful.append((word, other))
    for pair, ratio in _log10_ratios(doubtful):
        if ratio >= USUAL:
            found[pair] = How.RENDERING
        elif ratio >= LIKELY:
            found[pair] = How.CLOSE
    return found


_DOUBTFUL = frozenset({How.CLOSE, How.SOUNDS})
_ALIKE = 0.5  # how alike two skeletons must be for the letters to be asked


def _worth_asking(one: _Heard, other: _Heard) -> bool:
    if not one.filed or not other.filed:
        return False
    alike = OSA.normalized_similarity(one.filed[0], other.filed[0], score_cutoff=_ALIKE)
    return bool(alike >= _ALIKE)


def _agreement(one: _Heard, other: _Heard) -> How | None:
    """How two words agree by their keys; None where keys do not say that they do."""
    if one.form == other.form:
        return How.SAME
    if one.sounds and one.sounds == other.sounds:
        return How.RENDERING
    if one.names & other.names:
        return How.SAME_NAME
    return _likeness(one.sounds, other.sounds) or _skeletons_alike(one.filed, other.filed)


def _likeness(sounds: str, others: str) -> How | None:
    """One slip in a word that is not short, two in a long one."""
    longest = max(len(sounds), len(others))
    slips = OSA.distance(sounds, others, score_cutoff=2)
    if slips == 1 and longest > _SHORT:
        return How.CLOSE
    return How.SOUNDS if slips == 2 and longest > _MIDDLE else None


def _skeletons_alike(filed: tuple[str, ...], others: tuple[str, ...]) -> How | None:
    """One skeleton, or one that lacks a letter of the other."""
    if not filed or not others or len(filed[0]) == 1:
        return None
    if filed[0] == others[0]:
        return How.CLOSE
    return How.SOUNDS if len(filed[0]) > _SHORT and others[0] in filed else None


_SHORT, _MIDDLE = 3, 6  # sounds of a word that bears no slip, and one slip


def _log10_ratios(pairs: Sequence[tuple[str, str]]) -> Iterable[tuple[tuple[str, str], float]]:
    """What the learned correspondences say of pairs, in one reckoning per pair of scripts."""
    by_scripts: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for pair in pairs:
        by_scripts.setdefault((_heard(pair[0]).script, _heard(pair[1]).script), []).append(pair)
    for scripts, of_scripts in by_scripts.items():
        model = correspondence_between(*scripts)
        if model is None:
            continue
        sides = [_numbered(pair[side] for pair in of_scripts) for side in (0, 1)]
        ratios = model.score(
            model.encode([_heard(x).form for x in sides[0]], "source"),
            model.encode([_heard(y).form for y in sides[1]], "target"),
            np.array([sides[0][x] for x, _ in of_scripts], np.int32),
            np.array([sides[1][y] for _, y in of_scripts], np.int32),
        )
        yield from zip(of_scripts, ratios.tolist(), strict=True)


def _numbered(words: Iterable[str]) -> dict[str, int]:
    return {word: number for number, word in enumerate(dict.fromkeys(words))}


def warm() -> None:
    """Load the tables and compile what weighs, so that the first search is as quick as the next."""
    sample = ["вихор", "vykhor", "فيخور", "ויכור"]
    agreements(sample, sample)
    list(_log10_ratios([(x, y) for x in sample for y in sample]))


def dates_agree(sought: str, written: str) -> How | None:
    """How a birth date written on a line answers the one looked for; None if it does not."""
    x, y = read_date(sought), read_date(written)
    if x is None or y is None:
        return None
    if x.month and x.day and y.month and y.day:
        return _whole_dates_agree(x, y)
    if x.year == y.year and (not x.month or not y.month or x.month == y.month):
        return How.DATE_PARTLY
    near = abs(x.year - y.year) <= 1 and (x.approximate or y.approximate)
    return How.DATE_NEAR if near else None


def _whole_dates_agree(x: PartialDate, y: PartialDate) -> How | None:
    equal = (x.year == y.year, x.month == y.month, x.day == y.day)
    if all(equal):
        return How.DATE
    if equal[0] and (x.month, x.day) == (y.day, y.month):
        return How.DATE_SWAPPED
    return How.DATE_NEAR if sum(equal) == 2 else None
