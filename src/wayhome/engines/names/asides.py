"""Words of a cell that stand beside the name: brackets, numbers, what follows a comma, Jr."""

from collections.abc import Iterable, Sequence

from wayhome.engines.names.declension import is_declined_given_name
from wayhome.engines.names.patronymic import is_patronymic
from wayhome.engines.names.person_name import Label
from wayhome.engines.names.same_name import is_listed
from wayhome.engines.names.titles import titles_in_front
from wayhome.engines.names.tokens import Token

_SUFFIXES = frozenset({"jr", "jnr", "ii", "iii"})
_FEWEST_LETTERS = 3  # of a word that a slip put a digit into
_LONG_NUMBER = 4  # digits: a year or more, after which no name goes on
_SURNAMES_AT_MOST = 2  # words before a comma that can be a surname

Found = tuple[Label, str]  # a label and the rule that gave it


def asides_of(tokens: Sequence[Token], places: Iterable[int]) -> dict[int, Found]:
    """What stands beside the name, by place.

    Args:
        tokens: all of the cell.
        places: those still without a label, in order.
    """
    rest = list(places)
    found: dict[int, Found] = {}
    for rule in (_in_brackets, _numbers, _after_comma, _suffix):
        found |= rule(tokens, rest)
        rest = [at for at in rest if at not in found]
    return found


def _titles_or(rule: str, tokens: Sequence[Token], places: Sequence[int]) -> dict[int, Found]:
    """Titles, if the words at some places are nothing else; unlabelled otherwise."""
    titles = titles_in_front([tokens[at] for at in places])
    if len(titles) == len(places):
        return {at: (title, "title_beside") for at, title in zip(places, titles, strict=True)}
    return dict.fromkeys(places, (Label.UNLABELLED, rule))


def _in_brackets(tokens: Sequence[Token], places: Sequence[int]) -> dict[int, Found]:
    return _titles_or("in_brackets", tokens, [at for at in places if tokens[at].in_brackets])


def _numbers(tokens: Sequence[Token], places: Sequence[int]) -> dict[int, Found]:
    """Numbers and codes, and all that follows a year or a longer number."""
    found: dict[int, Found] = {}
    named = ended = False
    for at in places:
        if ended:
            found[at] = (Label.UNLABELLED, "after_number")
        elif _is_code(tokens[at]):
            found[at] = (Label.UNLABELLED, "number")
            ended = named and _is_long_number(tokens[at].text)
        else:
            named = True
    return found


def _is_code(token: Token) -> bool:
    digits = sum(map(str.isdigit, token.text))
    if not digits:
        return "/" in token.text
    return token.letters < _FEWEST_LETTERS or token.letters <= digits


def _is_long_number(text: str) -> bool:
    return text.isdigit() and len(text) >= _LONG_NUMBER


def _after_comma(tokens: Sequence[Token], places: Sequence[int]) -> dict[int, Found]:
    """Titles after a comma, and all else after it where the name before it is whole."""
    first = [at for at in places if tokens[at].segment == tokens[places[0]].segment]
    whole = not _can_be_surname(
        [tokens[at].text for at in first], [tokens[at].text for at in places if at not in first]
    )
    found: dict[int, Found] = {}
    for segment in {tokens[at].segment: None for at in places if at not in first}:
        words = [at for at in places if tokens[at].segment == segment]
        beside = _titles_or("after_comma", tokens, words)
        if whole or any(label is not Label.UNLABELLED for label, _ in beside.values()):
            found |= beside
    return found


def _can_be_surname(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the words before a comma are a surname alone, and the name goes on after it."""
    if len(before) > _SURNAMES_AT_MOST or any(map(is_patronymic, before[1:])):
        return False
    return len(before) < _SURNAMES_AT_MOST or _holds_given(after) or not _holds_given(before)


def _holds_given(words: Sequence[str]) -> bool:
    return any(is_listed(word) or is_declined_given_name(word) for word in words)


def _suffix(tokens: Sequence[Token], places: Sequence[int]) -> dict[int, Found]:
    if len(places) > 1 and tokens[places[-1]].normal in _SUFFIXES:
        return {places[-1]: (Label.HONORIFIC, "suffix")}
    return {}
