"""How far a commitment has come: by hand-made cases, by a slow twin, and from rows."""

from datetime import date, timedelta
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from talks.talking import IN_CONFIDENCE, PUBLIC, negotiator, one_of_each, promise, talks

from conftest import NOON
from wayhome.apps.talks.models import Comparator
from wayhome.apps.talks.selectors.kept import (
    Code,
    Count,
    Promise,
    Turn,
    bound_sides,
    lines_of,
    state_of,
)
from wayhome.apps.talks.services.commitments import (
    Put,
    record_commitment,
    record_lapse,
    record_reaffirmation,
)
from wayhome.apps.talks.services.deliveries import record_delivery
from wayhome.apps.talks.services.proposals import record_proposal, record_response
from wayhome.apps.talks.services.terms import Given
from wayhome.apps.talks.services.undoing import withdraw

DUE, DAY = date(2026, 8, 31), timedelta(days=1)


def promised(comparator="exactly", value=100, *, due=DUE, is_bound=True):
    return Promise(comparator=comparator, value=value, unit="captive", due=due, is_bound=is_bound)


def counted(quantity, day="2026-06-01", unit="captive"):
    return Count(quantity=quantity, unit=unit, day=day)


@pytest.mark.parametrize(
    ("comparator", "value", "done", "before", "after"),
    [
        ("exactly", 100, 0, Code.OPEN, Code.OVERDUE),
        ("exactly", 100, 99, Code.PARTLY, Code.OVERDUE),
        ("exactly", 100, 100, Code.KEPT, Code.KEPT),
        ("exactly", 100, 101, Code.KEPT, Code.KEPT),
        ("at_least", 100, 100, Code.KEPT, Code.KEPT),
        ("more_than", 100, 100, Code.PARTLY, Code.OVERDUE),
        ("more_than", 100, 101, Code.KEPT, Code.KEPT),
        ("range", 100, 100, Code.KEPT, Code.KEPT),
        ("about", 100, 99, Code.PARTLY, Code.OVERDUE),
        ("up_to", 100, 60, Code.PARTLY, Code.PARTLY),
        ("up_to", 100, 0, Code.OPEN, Code.OPEN),
        ("up_to", 100, 100, Code.KEPT, Code.KEPT),
        ("less_than", 100, 99, Code.PARTLY, Code.PARTLY),
        ("all", None, 5_000, Code.PARTLY, Code.OVERDUE),
        ("some", None, 0, Code.OPEN, Code.OVERDUE),
    ],
)
def test_before_and_after_the_deadline(comparator, value, done, before, after):
    counts = [counted(done)] if done else []
    told = [
        state_of(promised(comparator, value), counts=counts, as_of=day).code
        for day in (DUE, DUE + DAY)
    ]
    assert told == [before, after]


def test_overdue_by_how_many_days_and_what_is_missing():
    state = state_of(promised(), counts=[counted(30)], as_of=DUE + 12 * DAY)
    assert (state.days_overdue, state.done, state.missing) == (12, 30, 70)
    assert state_of(promised(due=None), counts=[], as_of=date.max).code == Code.OPEN


def test_at_least_has_an_open_end():
    assert state_of(promised("at_least"), counts=[], as_of=DUE).is_open_end
    assert not state_of(promised("exactly"), counts=[], as_of=DUE).is_open_end


def test_nobody_is_bound_by_what_others_offered():
    state = state_of(promised(is_bound=False), counts=[counted(100)], as_of=DUE)
    assert (state.code, state.done) == (Code.OFFERED, 100)


def test_bodies_and_children_never_count_for_captives():
    counts = [counted(100, unit="body"), counted(100, unit="child")]
    assert state_of(promised(), counts=counts, as_of=DUE).done == 0


def test_lapsed_until_it_is_affirmed_again():
    turns = [Turn(holds=False, day="2026-05-01"), Turn(holds=True, day="2026-06")]
    codes = [
        state_of(promised(), counts=[], turns=turns, as_of=day).code
        for day in (date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 1))
    ]
    assert codes == [Code.OPEN, Code.LAPSED, Code.LAPSED, Code.OPEN]
    kept = state_of(promised(), counts=[counted(100)], turns=turns[:1], as_of=DUE)
    assert kept.code == Code.KEPT


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
counts_of = st.lists(
    st.builds(
        Count,
        quantity=st.integers(0, 60),
        unit=st.sampled_from(["captive", "body"]),
        day=days.flatmap(lambda d: st.sampled_from([str(d), f"{d:%Y-%m}", "2026", f"{d}~"])),
    ),
    max_size=5,
)
turns_of = st.lists(st.builds(Turn, holds=st.booleans(), day=days.map(str)), max_size=3)
promises = st.builds(
    lambda comparator, value, due, is_bound: promised(
        comparator,
        None if comparator in ("all", "some", "unspecified") else value,
        due=due,
        is_bound=is_bound,
    ),
    st.sampled_from(Comparator.values),
    st.integers(0, 150),
    st.none() | days,
    st.booleans(),
)


def twin(promise, counts, turns, as_of):
    """The same, the long way: day by day."""
    first = {c: (c.day.rstrip("~") + "-01-01")[:10] for c in counts}
    done = sum(c.quantity for c in counts if c.unit == "captive" and first[c] <= str(as_of))
    lapsed, day = False, date(2026, 1, 1)
    while day <= as_of:
        said = {turn.holds for turn in turns if turn.day == str(day)}
        lapsed = False in said if said else lapsed
        day += DAY
    needed = inf if promise.value is None else promise.value
    needed += promise.comparator == "more_than"
    is_ceiling = promise.comparator in ("up_to", "less_than")
    if not promise.is_bound:
        return "offered", done
    if done >= needed and promise.comparator != "less_than":
        return "kept", done
    if lapsed:
        return "lapsed", done
    if promise.due is not None and promise.due < as_of and not is_ceiling:
        return "overdue", done
    return ("partly" if done else "open"), done


@given(promises, counts_of, turns_of, days)
def test_as_the_slow_twin_says(promise, counts, turns, as_of):
    state = state_of(promise, counts=counts, turns=turns, as_of=as_of)
    assert (state.code.value, state.done) == twin(promise, counts, turns, as_of)


@given(promises, counts_of, turns_of, days, st.randoms())
def test_the_order_of_rows_does_not_matter(promise, counts, turns, as_of, random):
    shuffled = random.sample(counts, len(counts)), random.sample(turns, len(turns))
    assert state_of(promise, counts=counts, turns=turns, as_of=as_of) == state_of(
        promise, counts=shuffled[0], turns=shuffled[1], as_of=as_of
    )


@pytest.fixture
def by(people):
    return negotiator()


@pytest.fixture
def table(by, parties):
    return talks(by, parties=parties)


def hand_over(commitment, giver, quantity, by, *, counted_by=None, counter="", **more):
    return record_delivery(
        commitment=commitment, giver=giver, quantity=quantity, counted_by=counted_by,
        counter=counter, by=by, at=NOON,
        **{"unit": "captive", "day": "2026-06-01", "counting_rule": "heads", "filing": PUBLIC,
           **more},
    )  # fmt: skip


@pytest.mark.django_db
def test_each_count_stands_apart(by, table):
    _process, north, south = table
    made = promise(north, by, comparator="exactly", value=6_060, unit="body")
    hand_over(made, north, 6_057, by, counted_by=south, unit="body")
    hand_over(made, north, 6_060, by, counted_by=north, unit="body")
    hand_over(made, south, 78, by, counted_by=south, unit="body")
    told = {
        line.counted_by: (line.state.done, line.state.code.value, len(line.deliveries))
        for line in lines_of(made, by, DUE)
    }
    assert told == {south: (6_057, "partly", 1), north: (6_060, "kept", 1)}


@pytest.mark.django_db
def test_each_side_gives_by_a_number_per_side(by, table):
    _process, north, south = table
    terms = Given(unit="captive", comparator="at_least", value=1_200, per="each_side")
    made = promise(north, by, bound=[north, south], wordings=[Put(terms=terms, side=north)])
    hand_over(made, north, 1_200, by, counter="Observatory")
    states = {line.giver: line.state.code for line in lines_of(made, by, DUE)}
    assert states == {north: Code.KEPT, south: Code.OFFERED}


@pytest.mark.django_db
def test_bound_by_accepting_by_having_offered_and_by_own_words_alone(by, table):
    _process, north, south = table
    offered = record_proposal(proposed_by=north, gist="x", by=by, at=NOON)
    yes = record_response(proposal=offered, given_by=south, kind="accepted", by=by, at=NOON)
    made = record_commitment(
        title="x", bound=[north, south], accepted=[yes], by=by, at=NOON, filing=IN_CONFIDENCE
    )
    assert bound_sides(made, by) == {north.pk, south.pk}
    withdraw(row=yes, reason="Misheard", by=by, at=NOON)
    assert bound_sides(made, by) == set()
    said = promise(north, by, bound=[north, south])
    assert bound_sides(said, by) == {north.pk}


@pytest.mark.django_db
def test_lapse_and_affirmation_are_read_from_rows(by, table):
    _process, north, _south = table
    made = promise(north, by, comparator="exactly", value=5)
    given = {"commitment": made, "by": by, "at": NOON, "filing": PUBLIC}
    lapse = record_lapse(**given, side=north, day="2026-05-01", reason="Said so.")
    assert [line.state.code for line in lines_of(made, by, DUE)] == [Code.LAPSED]
    again = record_reaffirmation(**given, side=north, day="2026-06-01")
    assert [line.state.code for line in lines_of(made, by, DUE)] == [Code.OPEN]
    for row, code in ((again, Code.LAPSED), (lapse, Code.OPEN)):
        withdraw(row=row, reason="x", by=by, at=NOON)
        assert [line.state.code for line in lines_of(made, by, DUE)] == [code]


@pytest.mark.django_db
def test_deliveries_in_confidence_count_for_nobody_else(by, table):
    _process, north, south = table
    made = promise(north, by, comparator="exactly", value=5)
    hand_over(made, north, 5, by, counted_by=south, filing=IN_CONFIDENCE)
    stranger = negotiator("Southland Bureau")
    assert [line.state.done for line in lines_of(made, by, DUE)] == [5]
    assert [(line.state.done, line.counted_by) for line in lines_of(made, stranger, DUE)] == [
        (0, None)
    ]


@pytest.mark.django_db
def test_one_of_each_adds_up(by, table):
    rows = one_of_each(by, *table)
    states = [(line.giver, line.state.code) for line in lines_of(rows.commitment, by, DUE)]
    _process, north, south = table
    assert states == [(north, Code.PARTLY), (south, Code.OPEN)] * 2
