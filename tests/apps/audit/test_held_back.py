"""An erased line is held back when a list brings it again; nobody else is."""
# ruff: noqa: F401, F811  fixtures are imported, then named as arguments

import pytest

from apps.audit.erasing import erase, line_of, made
from apps.audit.subjects import SOUGHT, a_list
from wayhome.apps.audit.models import Entry
from wayhome.apps.audit.services.erasure import holdback_digest

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize("changed", [
    SOUGHT,
    SOUGHT.replace("wounded", "recovered").replace("Вихор,Орест", " ВИХОР ,Орест"),
    SOUGHT.replace("A-100", ""),
    SOUGHT.replace("1987-05-02", ""),
    SOUGHT.replace("A-100", "a100"),
])  # fmt: skip
def test_the_line_is_held_back_when_a_list_brings_it_again(people, made, changed):
    erase(people, line_of(made))
    again = a_list(people["registrar"], content=changed, predecessor=made)
    names = set(again.appearances.values_list("entry__surname", flat=True))
    assert names == {"Gale"}
    told = Entry.objects.filter(act="list_imported").latest("pk")
    assert '"held_back":1' in told.leaf


def test_somebody_else_of_that_name_is_not_held_back(people, made):
    erase(people, line_of(made))
    namesake = SOUGHT.replace("1987-05-02,A-100", "1969-11-30,B-7")
    again = a_list(people["registrar"], content=namesake)
    assert again.lines == 2


def test_a_line_erased_for_one_party_holds_back_nothing_of_another(people, made):
    erase(people, line_of(made))
    theirs = a_list(people["northern"], office="Northland Bureau")
    assert theirs.lines == 2


def test_the_hash_needs_a_key_and_the_partition(parties, settings):
    values = {"name": "orest wychor", "birth_date": "1987"}
    known = holdback_digest(values, partition=parties["north"])
    assert known == holdback_digest(
        {"birth_date": "1987 ", "name": "OREST  Wychor", "number": ""}, partition=parties["north"]
    )
    assert known != holdback_digest(values, partition=parties["south"])
    assert known != holdback_digest(values | {"birth_date": "1988"}, partition=parties["north"])
    assert len(known) == 32
