"""Ranks, honorifics and particles: the words of a name that name nobody."""

from collections.abc import Mapping, Sequence
from functools import cache

from wayhome.engines.names.person_name import Label
from wayhome.engines.names.script import normal_form, script_of
from wayhome.engines.names.tables import rows_of
from wayhome.engines.names.tokens import Token


@cache
def _titles() -> Mapping[str, Label]:
    """Ranks and honorifics that stand alone."""
    return {
        normal_form(word): Label(kind)
        for kind, before, words in rows_of("titles.tsv")
        if not before
        for word in words.split()
    }


@cache
def _compound_titles() -> Mapping[tuple[str, str], Label]:
    """Ranks of two words: the one that goes before, and the rank."""
    return {
        (normal_form(first), normal_form(word)): Label(kind)
        for kind, before, words in rows_of("titles.tsv")
        for first in before.split()
        for word in words.split()
    }


@cache
def particles() -> Mapping[str, str]:
    """Particles in normal form, each with what it makes of its neighbour."""
    return {
        normal_form(word): kind
        for kind, words in rows_of("particles.tsv")
        for word in words.split()
    }


def titles_in_front(tokens: Sequence[Token]) -> list[Label]:
    """The labels of the ranks and honorifics that the tokens begin with."""
    labels: list[Label] = []
    while len(labels) < len(tokens):
        at = len(labels)
        pair = (tokens[at].normal, tokens[at + 1].normal) if at + 1 < len(tokens) else ("", "")
        if compound := _compound_titles().get(pair):
            labels += [compound, compound]
        elif (single := _titles().get(tokens[at].normal)) and _is_written_as_title(tokens[at]):
            labels.append(single)
        else:
            break
    return labels


_SHORT = 4  # letters of a Cyrillic abbreviation


def _is_written_as_title(token: Token) -> bool:
    """Whether a title's word is written so that it is none of a name's.

    One letter with a full stop is an initial; a short Cyrillic word is an abbreviation only with a
    full stop or a hyphen, or in small letters.
    """
    if token.letters == 1:
        return not token.has_dot
    if token.letters > _SHORT or script_of(token.text) != "Cyrl":
        return True
    return token.has_dot or not token.text.isalpha() or token.text[0].islower()
