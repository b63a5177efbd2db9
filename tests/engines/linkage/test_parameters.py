"""Parameters out of range are refused in a sentence, progress is told, and work can be stopped."""

import re
import subprocess
import sys

import polars as pl
import pytest
from frames import frames

from wayhome.engines.linkage import dedupe, kind_of, link
from wayhome.engines.linkage.fields import FIELDS, Kind
from wayhome.values import Cancelled, InvalidEvidence

A, B, SAME = frames(40, 50, seed=47)
SENTENCE = re.compile(r"[A-Z][a-z]+ .* .*\.")
NAMELESS = pl.DataFrame({"birth_date": ["1987-05-03"], "sex": ["m"], "text:note": ["Кравченко"]})


def names_of(*lists):
    return {value for frame in lists for value in frame["surname"].drop_nulls()}


@pytest.mark.parametrize(
    "how",
    [
        {"threshold": 0.3},
        {"threshold": 1.0},
        {"threshold": -1},
        {"prior": 0.0},
        {"prior": 1.0},
        {"prior": -0.2},
        {"threshold": float("nan")},
        {"prior": float("nan")},
    ],
)
@pytest.mark.parametrize("job", [lambda **how: link(A, B, **how), lambda **how: dedupe(A, **how)])
def test_parameters_out_of_range_are_refused(how, job):
    with pytest.raises(InvalidEvidence) as refusal:
        job(**how)
    assert SENTENCE.fullmatch(str(refusal.value))
    assert not any(name in str(refusal.value) for name in names_of(A, B))


@pytest.mark.parametrize(("a", "b", "which"), [(NAMELESS, B, "first"), (A, NAMELESS, "second")])
def test_a_list_without_names_or_numbers_is_refused(a, b, which):
    with pytest.raises(InvalidEvidence, match=which) as refusal:
        link(a, b)
    assert SENTENCE.fullmatch(str(refusal.value))
    assert "Кравченко" not in str(refusal.value)


def test_progress_grows_from_stage_to_stage():
    told = []
    link(A, B, progress=lambda stage, share: told.append((stage, share)))
    stages = list(dict.fromkeys(stage for stage, _ in told))
    assert stages == ["reading", "blocking", "counting", "comparing", "learning", "rivals"]
    for stage in stages:
        shares = [share for name, share in told if name == stage]
        assert shares == sorted(shares)
        assert shares[0] >= 0
        assert shares[-1] <= 1
    assert [stages.index(stage) for stage, _ in told] == sorted(
        stages.index(stage) for stage, _ in told
    )
    assert told[-1] == ("rivals", 1)


@pytest.mark.parametrize(
    "last", ["reading", "blocking", "counting", "comparing", "learning", "rivals"]
)
def test_work_stops_when_it_is_cancelled(last):
    told = []

    def stop(stage, share):
        told.append(stage)
        if stage == last:
            raise Cancelled("The comparison was stopped.")

    with pytest.raises(Cancelled):
        link(A, B, progress=stop)
    assert told[-1] == last
    assert told.count(last) == 1


def test_a_given_prior_is_kept():
    result = link(A, B, prior=0.25)
    assert result.parameters["prior"] == pytest.approx(0.25 * 40 / (40 * 50))


def test_a_higher_prior_never_makes_a_pair_less_likely():
    low, high = (link(A, B, prior=prior).pairs for prior in (0.05, 0.6))
    both = low.join(high, on=["row_a", "row_b"])
    assert both.height
    likely = both.filter(pl.col("posterior") > 0.5)
    assert (likely["posterior_right"] > 0.4).all()
    assert high["posterior"].sum() > low["posterior"].sum()


def test_a_lower_threshold_makes_no_fewer_matches():
    strict, lax = (link(A, B, threshold=t).pairs for t in (0.999, 0.6))
    matches = [
        set(p.filter(zone="match").select("row_a", "row_b").iter_rows()) for p in (strict, lax)
    ]
    assert matches[0] < matches[1]


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_has_a_kind(field):
    assert kind_of(field) is FIELDS[field]


def test_generic_fields_tell_their_kind():
    assert kind_of("code:passport") is Kind.CODE
    assert kind_of("date:last_news") is Kind.DATE
    assert kind_of("text:marks") is Kind.TEXT


def test_columns_nobody_knows_are_left_alone():
    more = A.with_columns(pl.lit("x").alias("remarks of the office"))
    result = link(more, B)
    assert not [column for column in result.pairs.columns if "remarks" in column]


def test_importing_the_package_is_light():
    script = (
        "import sys, wayhome.engines.linkage, wayhome.engines.linkage.reference; "
        "assert 'numba' not in sys.modules, 'numba was imported'"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
