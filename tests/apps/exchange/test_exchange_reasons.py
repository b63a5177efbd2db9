"""Why somebody goes or stays, in words: what makes the standing, the rule, the place in it."""

import re

import pytest
from exchange.exchanging import planned, world

from wayhome.apps.exchange.models import PlanLine
from wayhome.apps.exchange.selectors.plans import plan_lines, standing_plan
from wayhome.apps.exchange.selectors.reasons import FAMILY, REASONS, Seen, reason_in_words

AIMS = frozenset({"women", "under_25", "days_held"})


def said(code, values, companions=0, aims=AIMS, **facts):
    seen = Seen(facts={"d": 400, **facts}, site="N3", companions=companions, aims=aims)
    return reason_in_words(PlanLine(code=code, values=values), seen)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            said("in", {"go": 17, "all": 17, "place": 3}, wom=1, u25=1),
            "Woman, under 25, held at N3. All 17 of this standing go. "
            "By the agreed order women go before others.",
        ),
        (
            said("standing", {"go": 14, "all": 31, "place": 15}),
            "Held at N3. 14 of 31 of this standing go, those held longest first; this person is "
            "number 15 by time held (400 days).",
        ),
        (
            said("beside", {"go": 2, "all": 2, "place": 1}, sw=1, st=1, e=1),
            "Severely wounded or sick, on a stretcher, held at N3, fit to travel from batch 2 on. "
            "Goes first and beside the count: nobody is given for this person.",
        ),
        (
            said("draw_among_equals", {"go": 2, "all": 5}),
            "Held at N3. Of 5 whom no rule tells apart 2 go; "
            "the draw that both sides made decided.",
        ),
        (
            said("in", {"go": 1, "all": 1, "place": 1}, companions=2),
            "Held at N3. Travels with 2 others, or not at all.",
        ),
        (said("not_available", {}, sw=1), "Not available."),
    ],
)
def test_a_reason_names_the_standing_and_the_rule(told, expected):
    assert " ".join(told.split()) == expected


def test_no_aim_is_named_that_the_plan_does_not_have():
    told = said("in", {"go": 2, "all": 2, "place": 1}, aims=frozenset(), wom=1)
    assert "agreed order" not in told
    assert "longest" not in said("standing", {"go": 1, "all": 2, "place": 2}, aims=frozenset())


def test_a_family_reads_the_rule_alone():
    for sentence in FAMILY.values():
        assert not re.search(r"\d|%", str(sentence))


@pytest.mark.django_db
def test_a_side_reads_the_places_of_its_own_alone(people, parties):
    made = world(parties)
    planned(made)
    plan = standing_plan(made.exchange, made.north)
    for viewer, own in ((made.north, 0), (made.south, 1)):
        for one in plan_lines(plan, viewer):
            told = one.line.holder.number == own
            assert bool(one.reason) == bool(one.family) == told
            (alone,) = plan_lines(plan, viewer, only=one.line)
            assert (alone.batch, alone.reason) == (one.batch, one.reason)
    assert set(plan.lines.values_list("code", flat=True)) <= set(REASONS)
