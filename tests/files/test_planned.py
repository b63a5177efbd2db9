"""What the planner says has a sentence among the messages, filled by the same values."""

import re
import string

import pytest

from wayhome.engines.planning.objectives import OBJECTIVES
from wayhome.engines.planning.problem import CATEGORIES
from wayhome.engines.planning.wording import REFUSALS, SENTENCES, said
from wayhome.files.messages import catalogue
from wayhome.files.planned import planned_in

PLACE = re.compile(r"\{([a-z_]+)[,}]")


def places(pattern):
    """The names in a pattern of the planner; an ordinal is told by its number."""
    names = {name for _, name, _, _ in string.Formatter().parse(pattern) if name}
    return {"place" if name == "nth" else name for name in names}


@pytest.mark.parametrize(("prefix", "sentences"), [("refusal", REFUSALS), ("plan", SENTENCES)])
def test_every_sentence_is_among_the_messages_and_filled_alike(prefix, sentences):
    for code, pattern in sentences.items():
        assert set(PLACE.findall(catalogue("en")[f"{prefix}.{code}"])) == places(pattern), code


def test_no_sentence_is_left_that_the_planner_does_not_say():
    words = {f"category_{one}" for one in CATEGORIES} | {f"aim_{one}" for one in OBJECTIVES}
    known = {key.removeprefix("plan.") for key in catalogue("en") if key.startswith("plan.")}
    assert known == SENTENCES.keys() | words


def test_categories_and_aims_are_told_in_words():
    values = {"side": 0, "least": 3, "category": "wom"}
    assert planned_in("clash_quota", values, "en") == (
        "Side 0: at least 3 prisoners of war of category women."
    )
    values = {"aim": "days_held", "then": 1200, "now": 1300}
    assert "days held, summed over all who go home, 1,200" in planned_in("why_worse", values, "en")


def test_what_is_not_translated_yet_is_told_in_english():
    assert planned_in("clash_seats", {"side": 1}, "xx") == said("clash_seats", side=1)
