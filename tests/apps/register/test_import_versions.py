"""Versions of a list: what is the same stays one row, what changed says of which, and the rest."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.register.bringing import ROWS, bring, prepare
from conftest import NOON
from wayhome.apps.audit.models import Entry
from wayhome.apps.register.models import ListEntry, PersonList
from wayhome.apps.register.selectors.flags import harmed_lines, note_of
from wayhome.apps.register.selectors.lists import lists_visible_to, what_follows
from wayhome.apps.register.services.flags import raise_flag
from wayhome.apps.register.services.imports import (
    CannotImport,
    commit_import,
    roll_back_list,
)
from wayhome.apps.register.services.imports.lines import Line, lines_of, read_file
from wayhome.apps.register.services.imports.versions import Known, match_versions
from wayhome.files.reading import read_bytes

EXAMPLES = Path(__file__).parents[3] / "examples" / "register"


def lines_on(shown):
    return list(ListEntry.objects.filter(appearances__list=shown).order_by("appearances__line"))


@pytest.mark.django_db
def test_a_line_that_is_the_same_is_the_same_row(people):
    first = bring(people)
    job = prepare(people, *reversed(ROWS), predecessor=first)
    assert job.result["same"] == 3
    second = commit_import(job=job, by=people["registrar"], at=NOON)
    assert lines_on(second) == lines_on(first)[::-1]
    assert (second.version, second.series, second.predecessor) == (2, first.series, first)
    assert ListEntry.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("Бондарчюк;Юра;Олександрович;11.11.1984;НК 679668;солдат;;", 0),  # by number
        ("Юхименко;Денис;Сергійович;03.01.1978;НК-1;сержант;;", 1),  # by name and birth date
    ],
)
def test_a_changed_line_follows_the_one_it_changes(people, row, place):
    first = bring(people)
    rows = [*ROWS]
    rows[place] = row
    job = prepare(people, *rows, predecessor=first)
    assert (job.result["changed"], job.result["same"], job.result["dropped"]) == (1, 2, 0)
    second = commit_import(job=job, by=people["registrar"], at=NOON)
    assert lines_on(second)[place].follows == lines_on(first)[place]


@pytest.mark.django_db
def test_a_dropped_line_stays_and_comes_back_as_the_same_row(people):
    first = bring(people)
    job = prepare(people, *ROWS[:2], predecessor=first)
    assert job.result["dropped"] == 1
    second = commit_import(job=job, by=people["registrar"], at=NOON)
    assert ListEntry.objects.count() == 3
    job = prepare(people, *ROWS, predecessor=second)
    assert (job.result["returned"], job.result["new"]) == (1, 0)
    third = commit_import(job=job, by=people["registrar"], at=NOON)
    assert lines_on(third) == lines_on(first)


@pytest.mark.django_db
def test_a_line_written_twice_is_two_rows_and_stays_two(people):
    first = bring(people, ROWS[0], ROWS[0])
    second = bring(people, ROWS[0], ROWS[0], predecessor=first)
    assert lines_on(second) == lines_on(first)
    assert len(set(lines_on(first))) == 2


@pytest.mark.django_db
def test_only_the_latest_version_is_followed_once(people):
    first = bring(people)
    early = prepare(people, ROWS[0], predecessor=first)
    bring(people, predecessor=first)
    with pytest.raises(CannotImport) as refusal:
        prepare(people, predecessor=first)
    assert refusal.value.code == "later_version"
    with pytest.raises(CannotImport) as refusal:
        commit_import(job=early, by=people["registrar"], at=NOON)
    assert refusal.value.code == "later_version"
    with pytest.raises(CannotImport) as refusal:
        bring(people, predecessor=PersonList.objects.get(version=2), office="Southland Bureau")
    assert refusal.value.code == "other_office"
    with pytest.raises(CannotImport) as refusal:
        bring(people, predecessor=PersonList.objects.get(version=2), kind="held")
    assert refusal.value.code == "other_kind"


@pytest.mark.django_db
def test_criteria_are_those_of_the_version_before_unless_others_are_given(people):
    rule = {"criteria": [{"code": "m", "field": "rank", "test": "one_of", "values": ["солдат"]}]}
    first = bring(people, criteria=rule)
    assert bring(people, predecessor=first).criteria == rule


@pytest.mark.django_db
def test_rolling_back_hides_the_version_and_says_what_follows(people):
    who = people["registrar"]
    first = bring(people)
    changed = "Бондарчюк;Юра;Олександрович;11.11.1984;НК 679668;солдат;;"
    second = bring(people, changed, *ROWS[1:], predecessor=first)
    with pytest.raises(CannotImport) as refusal:
        roll_back_list(list=first, reason="wrong file", by=who, at=NOON)
    assert refusal.value.code == "has_later_version"
    with pytest.raises(CannotImport) as refusal:
        roll_back_list(list=second, reason="  ", by=who, at=NOON)
    assert refusal.value.code == "reason_missing"
    assert what_follows(second, people["proposer"]).lines == 1
    roll_back_list(list=second, reason="wrong file", by=who, at=NOON)
    assert list(lists_visible_to(who)) == [first]
    assert Entry.objects.filter(act="list_rolled_back").count() == 1
    with pytest.raises(CannotImport) as refusal:
        roll_back_list(list=second, reason="wrong file", by=who, at=NOON)
    assert refusal.value.code == "rolled_back"


@pytest.mark.django_db
def test_a_version_after_a_rolled_back_one_takes_its_place_and_its_rows(people):
    who = people["registrar"]
    first = bring(people)
    changed = "Бондарчюк;Юра;Олександрович;11.11.1984;НК 679668;солдат;;"
    second = bring(people, changed, predecessor=first)
    roll_back_list(list=second, reason="wrong file", by=who, at=NOON)
    third = bring(people, changed, *ROWS[1:], predecessor=first)
    assert third.version == 3
    assert lines_on(third)[0] == lines_on(second)[0]
    assert lines_on(third)[0].follows == lines_on(first)[0]


def flag(people, entry, kind):
    return raise_flag(entry=entry, kind=kind, by=people["signer"], at=NOON, message="a word")


@pytest.mark.django_db
def test_what_people_flagged_holds_for_the_changed_line(people):
    first = bring(people)
    flag(people, lines_on(first)[2], "civilian")
    second = bring(people, *ROWS[:2], "Ткач;Олег;;1990;НК-5;;;", predecessor=first)
    carried = lines_on(second)[2].flags.get(kind="civilian")
    assert (carried.raised_by, note_of(carried)) == (people["signer"], "a word")


@pytest.mark.django_db
def test_harm_flagged_on_a_line_of_a_rolled_back_version_goes_on_protecting(people):
    first = bring(people)
    second = bring(people, *ROWS[:2], "Ткач;Олег;;1990;НК-5;;;", predecessor=first)
    flag(people, lines_on(second)[2], "harm")
    roll_back_list(list=second, reason="wrong file", by=people["registrar"], at=NOON)
    assert lines_on(first)[2].pk in harmed_lines()
    third = bring(people, *ROWS[:2], "Ткач;Олег;;1990;НК-6;;;", predecessor=first)
    assert lines_on(third)[2].follows == lines_on(first)[2]
    assert {lines_on(first)[2].pk, lines_on(third)[2].pk} <= harmed_lines()


WORDS = st.sampled_from(["", "а", "б", "в"])
FIELDS = st.builds(
    lambda surname, number, born, rank: {
        field: value
        for field, value in {
            "surname": surname,
            "number": number,
            "birth_date": born,
            "rank": rank,
        }.items()
        if value
    },
    WORDS,
    WORDS,
    st.sampled_from(["", "1980", "1981-02"]),
    WORDS,
)


def as_line(place, fields):
    return Line(place + 2, fields, fields, repr(sorted(fields.items())).encode())


def as_known(place, fields):
    return Known(place, repr(sorted(fields.items())).encode(), fields, current=True)


@given(st.lists(FIELDS, max_size=12), st.lists(FIELDS, max_size=12))
def test_matching_versions_uses_every_row_once_and_loses_none(before, after):
    known = [as_known(place, fields) for place, fields in enumerate(before)]
    matched = match_versions([as_line(place, fields) for place, fields in enumerate(after)], known)
    used = [m.same if m.same is not None else m.follows for m in matched.lines]
    rows = [row for row in used if row is not None]
    assert sorted([*rows, *matched.dropped]) == list(range(len(before)))
    for match in matched.lines:
        if match.same is not None:
            assert dict(before[match.same]) == dict(match.line.fields)


@given(st.lists(FIELDS, max_size=12))
def test_the_same_list_in_another_order_has_only_same_lines(before):
    known = [as_known(place, fields) for place, fields in enumerate(before)]
    lines = [as_line(place, fields) for place, fields in enumerate(reversed(before))]
    matched = match_versions(lines, known)
    assert matched.count("same") == len(before)
    assert not matched.dropped


def test_the_changes_of_the_example_are_found_and_none_is_made_up():
    """Four of sixty changed lines have no number and another name or birth date: drop and new."""

    def read(name):
        content = (EXAMPLES / name).read_bytes()
        mapping = dict(read_bytes(content, name=name).mapping)
        return lines_of(read_file(content, name=name, mapping=mapping))

    before, after = read("northland_sought_v1.csv"), read("northland_sought_v2.xlsx")
    known = [Known(line.number, line.digest, line.fields, current=True) for line in before]
    matched = match_versions(after, known)
    with (EXAMPLES / "changes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    changed = {(r["line_v1"], r["line_v2"]) for r in rows if r["what"] == "changed"}
    found = {
        (str(match.follows), str(match.line.number))
        for match in matched.lines
        if match.follows is not None
    }
    assert found <= changed
    assert len(found) >= 56
    repeated = sum(r["what"] == "repeated" for r in rows)
    new = sum(r["what"] == "new" for r in rows)
    assert matched.count("new") == new + repeated + len(changed - found)
