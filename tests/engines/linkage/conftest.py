"""Fewer random pairs than on real lists: chance is counted well enough on a few lines."""

import pytest

from wayhome.engines.linkage import linking


@pytest.fixture(autouse=True, scope="session")
def few_random_pairs():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linking, "CHANCE_PAIRS", 40_000)
        yield
