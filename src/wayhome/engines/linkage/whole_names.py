"""Names laid out as the comparison needs them: the words of each of three parts, titles aside."""

import re

import polars as pl

from wayhome.engines.linkage.fields import NAME_SLOTS
from wayhome.engines.names import Label, order_of, read_name, read_parts

_LABELS = (Label.SURNAME, Label.GIVEN, Label.PATRONYMIC)
_SEVERAL_WORDS = r"\S[\s\-]+\S"
_BETWEEN = re.compile(r"[\s\-]+")
_ARTICLE = r"(?i)^(?:(?:a[ldnrstz]|ash|el|а[лнрстзд]ь?|аш|[эе]ль)-.|ال.)"
_OWN_AND_FATHERS = 2
_HALF_A_NAME = frozenset(
    [
        "abd",
        "abdul",
        "abdel",
        "abu",
        "umm",
        "ibn",
        "bin",
        "ben",
        "bint",
        "al",
        "el",
        "an",
        "as",
        "ash",
        "ad",
        "ar",
        "at",
        "az",
        "de",
        "da",
        "di",
        "del",
        "dos",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "mac",
        "mc",
        "o",
        "st",
        "абд",
        "абдул",
        "абу",
        "ибн",
        "бин",
        "ібн",
        "бін",
        "аль",
        "эль",
        "ель",
        "ан",
        "ас",
        "аш",
        "ад",
        "ар",
        "ат",
        "аз",
        "عبد",
        "ابو",
        "أبو",
        "ام",
        "أم",
        "ابن",
        "بن",
        "بنت",
        "ال",
        "بن",
        "בן",
        "בת",
        "אבו",
    ]
)
"""Words that are a name only together with the next."""


def with_name_parts(frame: pl.DataFrame) -> pl.DataFrame:
    """Lay names out in surname, given names and patronymic, their words separated by blanks.

    A whole name in `full_name` fills surname and given names where both are blank, and the
    patronymic where it is. Titles are left out. A name of which nothing was understood is a
    surname.
    """
    given = [slot for slot in NAME_SLOTS if slot in frame.columns]
    frame = frame.with_columns(_text(frame, slot) for slot in given)
    frame = frame.with_columns(_in_words(frame[slot], slot) for slot in given)
    if "full_name" not in frame.columns:
        return _with_fathers(frame)
    whole = _text(frame, "full_name")
    values = whole.drop_nulls().unique(maintain_order=True)
    order = order_of(values.to_list()) if len(values) else None
    read = [_parts(value, order) for value in values]
    table = pl.DataFrame(
        {"full_name": values}
        | {slot: [parts[at] for parts in read] for at, slot in enumerate(NAME_SLOTS)},
        schema={"full_name": pl.String} | dict.fromkeys(NAME_SLOTS, pl.String),
    )
    parts = pl.DataFrame({"full_name": whole}).join(
        table, on="full_name", how="left", maintain_order="left"
    )
    own = {slot: _text(frame, slot) for slot in NAME_SLOTS}
    nameless = own["surname"].is_null() & own["given_names"].is_null()
    fill = {
        "surname": nameless,
        "given_names": nameless,
        "patronymic": own["patronymic"].is_null() & nameless,
    }
    return _with_fathers(
        frame.with_columns(
            parts[slot].zip_with(fill[slot], own[slot]).alias(slot) for slot in NAME_SLOTS
        )
    )


def _with_fathers(frame: pl.DataFrame) -> pl.DataFrame:
    """Take the middle name of Ahmad Hassan al-Khatib for the father's, as in Arabic script.

    Only where the surname bears an Arabic article, and no father's name is given.
    """
    if not {"surname", "given_names"} <= set(frame.columns):
        return frame
    father = _text(frame, "patronymic")
    chain = frame["surname"].str.contains(_ARTICLE).fill_null(value=False) & father.is_null()
    words = frame["given_names"].str.split(" ")
    chain &= (words.list.len() == _OWN_AND_FATHERS).fill_null(value=False)
    if not chain.any():
        return frame
    return frame.with_columns(
        words.list.first().zip_with(chain, frame["given_names"]).alias("given_names"),
        words.list.last().zip_with(chain, father).alias("patronymic"),
    )


def _text(frame: pl.DataFrame, column: str) -> pl.Series:
    """A column as text, null where blank or absent."""
    if column not in frame.columns:
        return pl.Series(column, [None] * frame.height, dtype=pl.String)
    text = frame[column].cast(pl.String)
    return text.set(text.str.strip_chars() == "", None)


def _in_words(column: pl.Series, slot: str) -> pl.Series:
    """Every cell of several words without its titles; other cells as they are."""
    several = column.drop_nulls().unique(maintain_order=True)
    several = several.filter(several.str.contains(_SEVERAL_WORDS))
    if len(several) == 0:
        return column
    label = _LABELS[NAME_SLOTS.index(slot)]
    words = [words_of(read_parts(**{slot: text}).words(label) or text) for text in several]
    return column.replace(several, pl.Series(words, dtype=pl.String))


def words_of(text: str) -> str:
    """The words of a name part, separated by blanks; Al-Khatib is one, Жан-Поль two."""
    words: list[str] = []
    joins = False
    for word in _BETWEEN.split(text.strip()):
        if not word:
            continue
        if joins:
            words[-1] += f"-{word}"
        else:
            words.append(word)
        joins = word.casefold() in _HALF_A_NAME
    return " ".join(words) or text


def _parts(text: str, order: str | None) -> tuple[str | None, str | None, str | None]:
    name = read_name(text, order=order)
    found = [name.surname, name.given_names, name.patronymic]
    if not any(found):
        found[0] = text
    words = [
        words_of(name.words(label) or part) if part else None
        for label, part in zip(_LABELS, found, strict=True)
    ]
    return words[0], words[1], words[2]
