"""A finding as one short sentence, to read or to say aloud, in four languages."""

from collections.abc import Iterable, Mapping

from wayhome.files.check.found import Doubt, Finds, Found, LineCheck
from wayhome.files.messages import RIGHT_TO_LEFT, message
from wayhome.files.report import field_label
from wayhome.files.report.words import chance_in_words

_ISOLATE, _END = "\u2068", "\u2069"  # first strong isolate, pop directional isolate
_LISTED = 5  # other lines of the same list that a sentence names


def finds_in_words(finds: Finds, lang: str) -> str:
    """What a line is found to be, in a word or two."""
    return message(f"check.finds.{finds}", lang)


def reasons_of(line: LineCheck, criteria: Mapping[str, str], lang: str) -> list[str]:
    """Every reason a line will not do, once each, the gravest first."""
    return list(dict.fromkeys(reason_in_words(found, criteria, lang) for found in line.found))


def reason_in_words(found: Found, criteria: Mapping[str, str], lang: str) -> str:
    """One finding: what, by whose word, as of when, from which source.

    Args:
        found: the finding.
        criteria: what each criterion says, by code.
        lang: of the sentence. A criterion is quoted as it was stated.
    """
    if found.detail == Doubt.MAY_BE:
        return _may_be(found, lang)
    said = _said(found, criteria, lang)
    return f"{said} {_by_likeness(found, lang)}".strip()


def likeness_in_words(found: Found, lang: str) -> str:
    """How likely it is the same person; '' where nothing was compared."""
    likeness = found.likeness
    if likeness is None or likeness.judged:
        return ""
    return message("posterior", lang, chance=chance_in_words(likeness.posterior, lang))


def _said(found: Found, criteria: Mapping[str, str], lang: str) -> str:
    if found.fact is not None:
        return _claimed(found, lang)
    if found.finds is Finds.OFF_CRITERIA:
        says = criteria.get(found.detail, found.detail).rstrip(".")
        return _told("check.reason.off_criteria", lang, criterion=says)
    if found.finds is Finds.CHILD:
        return message(f"check.reason.child_{found.detail}", lang)
    code, _, damaged = found.detail.partition(":")
    values = {}
    if found.lines:
        values["lines"] = _listed(found.lines, lang)
    if damaged:
        values["field"] = field_label(damaged, lang)
    return message(f"check.reason.{code or found.finds}", lang, **values)


def _claimed(found: Found, lang: str) -> str:
    """Somebody's word, as he gave it; a list whose owner nobody named speaks for itself."""
    fact = found.fact
    if fact is None:
        return ""
    what, date = finds_in_words(fact.finds, lang), fact.as_of or message("check.undated", lang)
    source = _place(fact.source, fact.line, lang)
    if not fact.said_by:
        own = "check.own_dated" if fact.as_of else "check.own"
        key = own if found.likeness is None else "check.listed"
        return _told(key, lang, what=what, date=date, source=source)
    code = f"check.said.{fact.detail or fact.finds}"
    return _told(code, lang, who=fact.said_by, date=date, source=source)


def _may_be(found: Found, lang: str) -> str:
    likeness = found.likeness
    if likeness is None:
        return ""
    place = likeness.place or _place(likeness.where, likeness.line, lang)
    if found.fact is None:
        return _told("check.reason.may_be", lang, place=place)
    return _told("check.reason.may_be_said", lang, place=place, said=_claimed(found, lang))


def _place(name: str, line: int, lang: str) -> str:
    return _told("check.place", lang, name=name, line=str(line)) if line else name


def _told(key: str, lang: str, **values: str) -> str:
    """A sentence; in one that runs from right to left each value keeps its own direction."""
    if lang in RIGHT_TO_LEFT:
        values = {name: f"{_ISOLATE}{value}{_END}" for name, value in values.items()}
    return message(key, lang, **values)


def _by_likeness(found: Found, lang: str) -> str:
    if found.likeness is None or found.fact is None:
        return ""
    key = "check.judged_the_same" if found.likeness.judged else "check.by_likeness"
    return message(key, lang)


def _listed(lines: Iterable[int], lang: str) -> str:
    numbers = [str(line) for line in lines]
    more = ["…"] if len(numbers) > _LISTED else []
    return message("check.comma", lang).join([*numbers[:_LISTED], *more])
