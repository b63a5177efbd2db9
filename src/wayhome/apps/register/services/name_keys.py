"""Filing lines under the keys by which they are searched."""

from collections.abc import Sequence

from wayhome.apps.audit.services.rows import insert_rows
from wayhome.apps.register.models import ListEntry, NameKey
from wayhome.apps.register.selectors.search.keys import (
    keys_of_date,
    keys_of_words,
    name_words,
    number_key,
    read_date,
)

COLUMNS = ("partition_id", "key", "entry_id")


def write_name_keys(entries: Sequence[ListEntry]) -> None:
    """File lines under their keys, in the caller's transaction. Once per line: lines never change.

    Args:
        entries: saved lines.
    """
    insert_rows(
        NameKey,
        COLUMNS,
        (
            (entry.partition_id, key, entry.pk)
            for entry in entries
            for key in sorted(keys_of_line(entry))
        ),
    )


def keys_of_line(entry: ListEntry) -> set[str]:
    """Every key of a line: of its name, its birth date, its number."""
    if entry.surname or entry.given_names or entry.patronymic:
        words = name_words(entry.surname, is_surname=True)
        words += name_words(entry.given_names)
        words += name_words(entry.patronymic, is_fathers=True)
    else:
        words = name_words(entry.full_name)
    born = read_date(entry.birth_date)
    keys = keys_of_words(words, born.year if born else None) | keys_of_date(entry.birth_date)
    if number := number_key(entry.number):
        keys.add(number)
    return keys
