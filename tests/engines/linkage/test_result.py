"""A pair's weight can be asked for by field."""

import polars as pl
import pytest

from wayhome.engines.linkage import link
from wayhome.values import InvalidEvidence

SOUGHT = pl.DataFrame({"surname": ["Лисиченко", "Бондар"], "birth_date": ["1991-03-07", "1980"]})
HELD = pl.DataFrame({"surname": ["Lysychenko", "Гончар"], "birth_date": ["1991-03-07", "1971"]})


def test_the_parts_of_a_pair_add_up_to_its_weight():
    found = link(SOUGHT, HELD)
    pair = found.pairs.row(0, named=True)
    weight = found.weight_of(row_a=pair["row_a"], row_b=pair["row_b"])
    assert (pair["row_a"], pair["row_b"]) == (0, 0)
    assert set(weight.by_part) == {"surname", "birth_date", "name_order"}
    assert weight.total == pytest.approx(pair["weight"], abs=1e-4)


def test_a_pair_of_strangers_has_no_weight():
    with pytest.raises(InvalidEvidence, match="not found alike"):
        link(SOUGHT, HELD).weight_of(row_a=5, row_b=0)


def test_a_shared_number_is_kept_whatever_the_names_say():
    surnames = [f"{a}{b}ченко" for a in ("Кри", "Ло", "Ма", "Те", "Бо") for b in "бвгджзклмнпрст"]
    sought = pl.DataFrame(
        {"surname": surnames, "number": [f"АБ-{1000 + at}" for at in range(len(surnames))]}
    )
    held = pl.DataFrame({"surname": ["Яремчук"], "number": ["АБ-1003"]})
    found = link(sought, held).weight_of(row_a=3, row_b=0)
    assert found.by_part["number"] > 1 > -1 > found.by_part["surname"]
