"""How common a name is: absolute discounting, and a letter model that adds up to one."""

from itertools import product
from math import log10

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.engines.names import Rarity
from wayhome.engines.names.rarity import RAREST, LetterModel
from wayhome.values import InvalidEvidence

SURNAMES = ["кравченко"] * 40 + ["бондар"] * 10 + ["гаврилюк"] * 2 + ["сидоренко", "мельниченко"]


def _slow_probability(tokens, word, order=4):
    """Witten and Bell's interpolation, written as their formula."""
    alphabet = {letter for token in tokens for letter in token} | {"?", "$"}
    word = [letter if letter in alphabet else "?" for letter in word]
    padded = [["$"] * (order - 1) + list(token) + ["$"] for token in tokens]

    def p(context, letter):
        if context is None:
            return 1 / len(alphabet)
        length = len(context)
        following = [
            text[at]
            for text in padded
            for at in range(order - 1, len(text))
            if text[at - length : at] == context
        ]
        shorter = context[1:] if context else None
        if not following:
            return p(shorter, letter)
        kinds = len(set(following))
        return (following.count(letter) + kinds * p(shorter, letter)) / (len(following) + kinds)

    text = ["$"] * (order - 1) + word + ["$"]
    return np.prod([p(text[at - order + 1 : at], text[at]) for at in range(order - 1, len(text))])


@given(
    st.lists(st.text("абв", min_size=1, max_size=5), min_size=1, max_size=6),
    st.text("абвг", max_size=5),
)
def test_letter_model_agrees_with_its_formula(tokens, word):
    fast = LetterModel(tokens).log10_probabilities([word])[0]
    assert fast == pytest.approx(log10(_slow_probability(tokens, word)))


def test_letter_probabilities_stay_below_one_together():
    model = LetterModel(["аб", "ба", "а"])
    words = ["".join(word) for length in range(8) for word in product("абг", repeat=length)]
    assert 0.95 < (10 ** model.log10_probabilities(words)).sum() <= 1 + 1e-9


def test_frequency_is_the_discounted_count():
    rarity = Rarity.learn(SURNAMES)
    once, twice = 2, 1  # names seen once, and twice
    discount, kinds, total = once / (once + 2 * twice), 5, len(SURNAMES)
    spelled = 10 ** LetterModel(sorted(set(SURNAMES))).log10_probabilities(["кравченко"])[0]
    expected = (40 - discount + discount * kinds * spelled) / total
    assert rarity.log10_frequency("кравченко") == pytest.approx(log10(expected))


def test_the_more_often_the_less_rare():
    rarity = Rarity.learn(SURNAMES)
    ordered = ["кравченко", "бондар", "гаврилюк", "сидоренко", "бондаренко", "щжкцф", "smith"]
    values = rarity.log10_frequencies(ordered)
    assert list(values) == sorted(values, reverse=True)
    assert values[-1] >= RAREST
    assert values[0] < 0


def test_likely_spellings_are_less_rare_than_odd_ones_unseen():
    rarity = Rarity.learn(SURNAMES)
    assert rarity.log10_frequency("кравчук") > rarity.log10_frequency("вкчукра")


def test_counts_say_the_same_as_repeated_tokens():
    names = sorted(set(SURNAMES))
    counted = Rarity.learn(names, [SURNAMES.count(name) for name in names])
    repeated = Rarity.learn(SURNAMES)
    words = [*names, "бондаренко"]
    assert counted.log10_frequencies(words) == pytest.approx(repeated.log10_frequencies(words))


def test_one_by_one_is_the_batch():
    rarity = Rarity.learn(SURNAMES)
    words = ["кравченко", "іваненко", "", "x" * 500]
    assert [rarity.log10_frequency(word) for word in words] == pytest.approx(
        list(rarity.log10_frequencies(words))
    )
    assert len(rarity.log10_frequencies([])) == 0


@pytest.mark.parametrize(("tokens", "counts"), [([], None), (["а"], [0]), (["а", "б"], [1])])
def test_refuses_what_cannot_be_counted(tokens, counts):
    with pytest.raises(InvalidEvidence):
        Rarity.learn(tokens, counts)
