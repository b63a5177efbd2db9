"""What a linkage says: pairs with their evidence, and what was left over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

from wayhome.values import InvalidEvidence, Weight


class Zone(StrEnum):
    """What may be done with a pair."""

    MATCH = "match"  # no rival within a factor of 100, and more than name and year behind it
    REVIEW = "review"  # a person must look, with the rivals beside it
    NO = "no"


class Finding(StrEnum):
    """What the comparison of one field found. Reports translate these codes."""

    SAME = "same"  # written alike
    RENDERING = "rendering"  # a usual rendering in another script, language or case
    SAME_NAME = "same_name"  # another language's form of the name: Mykola, Nikolai, Nicholas
    CLOSE = "close"  # a slip of the pen away
    INITIAL = "initial"  # only an initial, and it agrees
    PARTIAL = "partial"  # agrees as far as both are given: a year, half of a double surname
    SWAPPED = "swapped"  # day and month changed places
    ONE_DIGIT = "one_digit"  # one digit differs
    ONE_DAY = "one_day"  # a day apart
    NEAR = "near"  # a date within a week, a rank one grade apart
    SAME_YEAR = "same_year"  # the year agrees, day or month do not
    NEAR_YEAR = "near_year"  # a year apart
    MONTHS_APART = "months_apart"  # within two months (captures)
    REORDERED = "reordered"  # name parts changed places
    DIFFERS = "differs"
    MISSING = "missing"  # not given on one side or both: says nothing


class Reason(StrEnum):
    """Why a pair is in its zone. Reports translate these codes."""

    CLEAR = "clear"  # nothing comes near it
    RIVAL = "rival"  # another line on either side is within a factor of 100
    NAME_AND_YEAR = "name_and_year"  # rests on name and year alone
    DOUBTFUL = "doubtful"  # the posterior is not high enough
    CONTRADICTION = "contradiction"  # a field that rarely changes speaks against
    UNLIKELY = "unlikely"  # too little evidence even to review


PART_FIELDS = (
    "surname",
    "given_names",
    "patronymic",
    "mothers_maiden_name",
    "birth_date",
    "sex",
    "birthplace",
    "number",
    "rank",
    "unit",
    "capture_date",
    "capture_place",
)
"""Fields that can carry a part of a weight, in the order a report shows them."""


@dataclass(frozen=True, kw_only=True)
class Linkage:
    """Who is on both lists.

    `pairs` has one row per candidate pair worth showing, best first:
        row_a, row_b    UInt32  0-based row in each frame given
        weight          Float64 log10 likelihood ratio, the sum of the `weight_*` columns
        posterior       Float64 probability that both lines are one person, after rivals
        zone, reason    String  values of Zone and Reason
        order           String  how the name parts were paired: `as_given`, or e.g.
                        `surname_given` when those two changed places on side b, and
                        `surname_given_on_a` when they did on side a
        rivals          UInt32  number of the cluster of pairs to be judged together; 0 if alone
        weight_F        Float32 for each weighed field F: its part of the weight
        finding_F       String  for each weighed field F: a Finding
    Pairs of one duplicate group on each side count as one pair when rivals are looked for.
    `groups_a`, `groups_b`: row, group (UInt32): lines of one list that look like one person,
    only groups of two or more lines.
    `left_a`, `left_b`: rows in no pair of zone match or review.
    """

    pairs: pl.DataFrame
    groups_a: pl.DataFrame
    groups_b: pl.DataFrame
    left_a: pl.Series
    left_b: pl.Series
    expected_overlap: float | None  # expected number of persons on both; None: cannot be told
    notes: tuple[str, ...] = ()  # codes of plain statements, e.g. `overlap_not_estimated`
    parameters: Mapping[str, object] = field(default_factory=dict)  # for run.json
    histogram: pl.DataFrame | None = None  # weight_from, weight_to, zone, pairs
    pairs_compared: int = 0
    estimated_recall: float | None = None  # share of true pairs that blocking lets through

    def weight_of(self, *, row_a: int, row_b: int) -> Weight:
        """The weight of a pair by field.

        Raises:
            InvalidEvidence: the pair did not come to anything, so nothing was kept of it.
        """
        at = (pl.col("row_a") == row_a) & (pl.col("row_b") == row_b)
        found = self.pairs.filter(at)
        if found.height == 0:
            raise InvalidEvidence(
                f"Row {row_a} of the first list and row {row_b} of the second were not found "
                "alike enough to keep. Nothing was weighed."
            )
        pair = found.row(0, named=True)
        said = {c for c in pair if c.startswith("finding_") and pair[c] != Finding.MISSING}
        fields = [c.removeprefix("finding_") for c in pair if c in said]
        return Weight(by_part={field: float(pair[f"weight_{field}"]) for field in fields})
