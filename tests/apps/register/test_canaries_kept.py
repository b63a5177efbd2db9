"""A receiver who lays any two of his files side by side cannot tell who was invented.

Of every invented person there is a line that stood in the same of his files, in a new wording
where that line had one, whatever was sent: later versions, single lines, the same list again.
"""

from itertools import combinations
from random import Random

import pytest
from bringing import bring
from disclosing import AGENCY, SOUTH, answer, invented_in, office, release, sought
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from conftest import NOON
from wayhome.apps.audit.models import Party
from wayhome.apps.register.models import Alert, ListEntry
from wayhome.apps.register.selectors.disclosures import received_of
from wayhome.apps.register.services.canaries import note_search
from wayhome.apps.register.services.canaries.changing import changed_alike
from wayhome.apps.register.services.canaries.inventing import invent, script_of
from wayhome.apps.register.services.canaries.placing import sort_key
from wayhome.apps.register.services.disclosures import recall_disclosure
from wayhome.apps.register.services.flags import raise_flag

pytestmark = pytest.mark.django_db
DRAW = Random(1)  # noqa: S311
SURNAMES = ("Яременко", "Бондарчук", "Ткаченко", "Гаврилюк", "Усенко", "Довженко", "Лисенко")


def row(n, *, rank="солдат"):
    return f"{SURNAMES[n]};Ім'я{n};По;0{n + 1}.01.198{n};НК-{n}{n}77{n};{rank};хвороба;Олена {n}"


ROWS = [row(n) for n in range(6)]


def versions(people, *changes):
    """A list and its later versions, as rows each."""
    made, _entries = sought(people, *ROWS)
    south = Party.objects.get(name="Southland")
    every = [made]
    for rows in changes:
        more = {"addressed_to": south, "predecessor": every[-1]}
        every.append(bring(people, *rows, **more))
    return every


def told(disclosure):
    """What its receiver reads, in order."""
    return [tuple(one.fields.items()) for one in received_of(disclosure)]


def first_of(entry):
    """The first wording of a line."""
    while entry.follows_id:
        entry = ListEntry.with_invented.get(pk=entry.follows_id)
    return entry.pk


def file_of(disclosure):
    """The persons in the file that its receiver fetches now, in order."""
    return [one.entry for one in received_of(disclosure)]


def paths(files):
    """Of every person, in the order of first meeting: (invented, what stood of him in each)."""
    stood = {}
    for n, entries in enumerate(files):
        for entry in entries:
            stood.setdefault((entry.invented, first_of(entry)), {})[n] = entry.pk
    for (invented, _first), lines in stood.items():
        seen = {}
        shape = [(n, seen.setdefault(line, n)) for n, line in sorted(lines.items())]
        yield invented, tuple(shape)


def assert_nobody_stands_out(files):
    every = list(paths(files))
    real = {path for invented, path in every if not invented}
    assert {path for invented, path in every if invented} <= real


def names(disclosure):
    return {(one.surname, one.given_names) for one in invented_in(disclosure)}


def test_a_later_version_and_the_same_list_again_have_the_same_persons(people):
    first, later = versions(people, [*ROWS[:5], row(6)])
    sent = [release(people, list=each) for each in (first, first, later)]
    assert len(names(sent[0])) == 3
    assert names(sent[0]) == names(sent[1]) == names(sent[2])
    assert told(sent[0]) == told(sent[1])  # in the same places too
    both = [one for one in told(sent[0]) if one in told(sent[2])]
    assert both == [one for one in told(sent[2]) if one in told(sent[0])]
    assert len(both) == 5 + 3
    assert_nobody_stands_out(map(file_of, sent))


def test_both_who_may_send_a_list_send_the_same_persons(people):
    made, _entries = sought(people, *ROWS)
    keepers = release(people, list=made)
    theirs = release(people, by="northern", approver="northern_signer", list=made)
    assert told(keepers) == told(theirs)


def test_another_receiver_has_others(people):
    made, _entries = sought(people, *ROWS)
    assert names(release(people, list=made)).isdisjoint(
        names(release(people, list=made, to=AGENCY))
    )


def test_when_most_lines_are_others_so_are_the_invented(people):
    first, later = versions(people, [ROWS[0], row(6)])
    sent = [release(people, list=first), release(people, list=later)]
    assert len(names(sent[1])) == 3
    assert names(sent[0]).isdisjoint(names(sent[1]))
    assert_nobody_stands_out(map(file_of, sent))


def test_when_every_line_is_changed_so_are_the_invented(people):
    first, later = versions(people, [row(n, rank="сержант") for n in range(6)])
    sent = [release(people, list=first), release(people, list=later)]
    assert names(sent[0]) == names(sent[1])
    assert {one.rank for one in invented_in(sent[0])} == {"солдат"}
    assert {one.rank for one in invented_in(sent[1])} == {"сержант"}
    assert_nobody_stands_out(map(file_of, sent))
    # The first version once more: everybody as he stood in it.
    again = release(people, list=first)
    assert told(again) == told(sent[0])
    assert_nobody_stands_out(map(file_of, [*sent, again]))


def test_what_lies_sealed_leaves_later_and_they_have_it_too(people):
    made, _entries = sought(people, *ROWS)
    sent = release(people, list=made)
    fields = [*sent.fields, "health", "next_of_kin"]
    more = release(people, list=made, fields=fields)
    assert names(sent) == names(more)
    rows = [one.fields for one in received_of(more)]
    assert len(rows) == 9
    assert all(one["health"] == "хвороба" for one in rows)
    # Nobody's kin stands beside an invented name: that would outlive its line.
    invented = [one.fields for one in received_of(more) if one.entry.invented]
    real = [one.fields for one in received_of(more) if not one.entry.invented]
    kin = {one["next_of_kin"] for one in real if one["next_of_kin"]}
    assert kin.isdisjoint(one["next_of_kin"] for one in invented)


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # to shrink takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    sent=st.lists(
        st.tuples(st.sets(st.integers(0, 5), min_size=1), st.sampled_from([0, 0, 1, 2])),
        min_size=2,
        max_size=5,
    ),
    harmed=st.sets(st.integers(0, 5), max_size=2),
)
@example(sent=[({0, 1, 2}, 0), ({3, 4, 5}, 0), ({0, 4}, 1), ({0, 1, 2, 3, 4, 5}, 2)], harmed=set())
@example(sent=[({0, 1, 2, 3}, 0), ({0}, 0), ({1, 2, 3}, 1)], harmed={1})
def test_whatever_is_sent_in_whatever_order(people, sent, harmed):
    """Single lines in one of three wordings each, some held back from then on."""
    with transaction.atomic():
        every = versions(
            people, *([row(n, rank=rank) for n in range(6)] for rank in ("сержант", "капітан"))
        )
        lines = [
            list(ListEntry.objects.filter(appearances__list=one).order_by("appearances__line"))
            for one in every
        ]
        made = []
        for n, (chosen, version) in enumerate(sent):
            if n == 1:
                for each in harmed:
                    raise_flag(entry=lines[0][each], kind="harm", by=people["signer"], at=NOON)
            entries = [lines[version][each] for each in sorted(chosen)]
            if not chosen <= harmed:
                made.append(file_of(release(people, entries=entries)))
        assert_nobody_stands_out(made)
        for pair in combinations(made, 2):
            assert_nobody_stands_out(pair)
        transaction.set_rollback(True)


def test_a_recalled_file_is_still_in_the_hands_of_who_had_it(people):
    made, _entries = sought(people, *ROWS)
    sent = release(people, list=made)
    before = names(sent)
    recall_disclosure(disclosure=sent, reason="to the wrong desk", by=people["signer"], at=NOON)
    assert names(release(people, list=made)) == before


def test_an_answer_is_about_the_same_person_in_every_version(people):
    first, later = versions(people, [*ROWS, row(6)])
    sent = release(people, list=first)
    release(people, list=later)
    answer(people, invented_in(sent)[0], "not_held", given_by=office(SOUTH).name)
    alert = Alert.objects.get(code="canary_answered")
    assert ListEntry.with_invented.filter(answers__isnull=False).count() == 1
    assert alert.partition == people["signer"].party


def test_the_alert_names_the_latest_disclosure_that_carried_him(people):
    made, _entries = sought(people, *ROWS)
    sent, again = release(people, list=made), release(people, list=made)
    somebody = invented_in(sent)[0]
    note_search(text=f"{somebody.surname} {somebody.given_names}", by=people["northern"], at=NOON)
    assert Alert.objects.get().about.startswith(again.number)


def test_in_a_sorted_list_they_stand_in_their_place(people):
    rows = sorted(ROWS, key=sort_key)
    made, _entries = sought(people, *rows)
    read = [one.fields["surname"] for one in received_of(release(people, list=made))]
    assert len(read) == 9
    assert read == sorted(read, key=sort_key)


def test_letters_are_sorted_as_their_alphabet_has_them():
    assert sorted("яіїигґ", key=sort_key) == list("гґиіїя")
    assert sorted(["NK-10", "NK-9", "NK-100"], key=sort_key) == ["NK-9", "NK-10", "NK-100"]


def test_women_are_invented_among_women():
    lines = [{"surname": "Коваль", "given_names": "Ганна", "patronymic": "Іванівна", "sex": "f"}]
    made = invent(lines, count=3, draw=DRAW)
    assert {one["sex"] for one in made} == {"f"}
    assert all(one["patronymic"].endswith("вна") for one in made)


def test_into_latin_letters_a_name_is_romanised():
    was = {"surname": "Коваль", "given_names": "Іван", "rank": "солдат"}
    now = {"surname": "Koval", "given_names": "Ivan", "rank": "private"}
    his = {"surname": "Сухогубенко", "given_names": "Андрій", "rank": "солдат"}
    made = changed_alike(his, was=was, now=now, lines=[now], draw=DRAW)
    assert (made["surname"], made["given_names"], made["rank"]) == (
        "Sukhohubenko", "Andrii", "private",
    )  # fmt: skip
    assert script_of([made]) == "Latn"
