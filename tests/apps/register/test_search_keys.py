"""Keys of one person's lines meet, whatever the script, the order and one slip of the pen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import NOON
from wayhome.apps.audit.models import SubjectKey
from wayhome.apps.audit.services import new_keys
from wayhome.apps.register.models import ListEntry, NameKey
from wayhome.apps.register.selectors.search.keys import LONGEST, skeletons
from wayhome.apps.register.services.name_keys import keys_of_line, write_name_keys


def line(**fields):
    return ListEntry(**fields)


UKRAINIAN = line(
    surname="Вихоренко", given_names="Олександр", patronymic="Іванович", birth_date="1990-05-03"
)


@pytest.mark.parametrize(
    ("other", "kinds"),
    [
        (line(full_name="Александр Иванович Вихоренко"), "dnfp"),
        (line(full_name="Vykhorenko Oleksandr", birth_date="1990"), "dngy"),
        (line(surname="Вихореннко"), "d"),
        (line(surname="Вихоренк"), "d"),
        (line(surname="Вихонерко"), "d"),
        (line(surname="فيخورينكو"), "d"),
        (line(full_name="Ivanovych Alexander"), "dnfp"),
        (line(full_name="Somebody Else", birth_date="1990-05-03"), "by"),
    ],
)
def test_renderings_of_one_person_meet_in_each_kind_of_key(other, kinds):
    shared = keys_of_line(UKRAINIAN) & keys_of_line(other)
    assert {key[0] for key in shared} == set(kinds)


def test_a_number_is_found_however_its_letters_and_blanks_are_written():
    assert keys_of_line(line(number="AB-123 456")) == keys_of_line(line(number="ab 123456"))
    assert keys_of_line(line(number="unknown")) == set()


LETTERS = "абвгдежзиклмнопрстуфхцчшщ"


@given(st.text(LETTERS, min_size=6, max_size=14), st.data())
def test_one_slip_in_the_skeleton_still_meets(word, data):
    whole = skeletons(word)
    hard = whole[0] if whole else ""
    if len(hard) <= 4:
        return
    at = data.draw(st.integers(1, len(hard) - 2))
    for slip in (
        hard[:at] + hard[at + 1 :],
        hard[:at] + "z" + hard[at + 1 :],
        hard[:at] + "z" + hard[at:],
        hard[:at] + hard[at + 1] + hard[at] + hard[at + 2 :],
    ):
        of_slip = {slip} | {slip[:i] + slip[i + 1 :] for i in range(len(slip))}
        assert of_slip & set(whole)


@given(st.text(max_size=80), st.text(max_size=20))
def test_any_text_gives_keys_that_the_table_holds(name, number):
    keys = keys_of_line(line(full_name=name, surname=name, number=number))
    assert all(0 < len(key) <= LONGEST for key in keys)


@pytest.mark.django_db
def test_every_key_of_every_line_is_written_once(parties):
    keys = new_keys(SubjectKey.About.LINE, 3)
    entries = ListEntry.objects.bulk_create(
        ListEntry(
            partition=parties["north"], key=key, surname="Вихоренко", digest=b"", entered_at=NOON
        )
        for key in keys
    )
    write_name_keys(entries)
    written = list(NameKey.objects.values_list("partition", "entry", "key"))
    expected = [
        (parties["north"].pk, entry.pk, key) for entry in entries for key in keys_of_line(entry)
    ]
    assert sorted(written) == sorted(expected)
