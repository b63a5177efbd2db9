"""The numbers a report opens with."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import polars as pl

from wayhome.engines.linkage.result import Zone
from wayhome.files.read_list import ReadList, Severity
from wayhome.files.report.comparison import Comparison


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """Counts of lines and pairs. A line with a match and a pair to review counts as matched."""

    lines_a: int
    lines_b: int
    refused_a: int
    refused_b: int
    matched_a: int  # lines of a in a pair of zone match
    review_a: int  # lines of a to review and in no match
    left_a: int
    left_b: int
    match_pairs: int
    review_pairs: int
    review_groups: int  # pairs to review, rivals counted once
    duplicate_groups_a: int
    duplicate_groups_b: int

    def counts(self) -> Mapping[str, int]:
        """Every number by its name."""
        return asdict(self)


def summarise(comparison: Comparison) -> Summary:
    """Count what was found."""
    linkage, list_a, list_b = comparison.linkage, comparison.list_a, comparison.list_b
    match = linkage.pairs.filter(pl.col("zone") == Zone.MATCH)
    review = linkage.pairs.filter(pl.col("zone") == Zone.REVIEW)
    matched, in_review = set(match["row_a"]), set(review["row_a"])
    if comparison.within:
        matched |= set(match["row_b"])
        in_review |= set(review["row_b"])
    alone = review.filter(pl.col("rivals") == 0).height
    return Summary(
        lines_a=list_a.entries.height,
        lines_b=list_b.entries.height,
        refused_a=_refused(list_a),
        refused_b=_refused(list_b),
        matched_a=len(matched),
        review_a=len(in_review - matched),
        left_a=len(linkage.left_a),
        left_b=len(linkage.left_b),
        match_pairs=match.height,
        review_pairs=review.height,
        review_groups=alone + review.filter(pl.col("rivals") > 0)["rivals"].n_unique(),
        duplicate_groups_a=linkage.groups_a["group"].n_unique(),
        duplicate_groups_b=linkage.groups_b["group"].n_unique(),
    )


def _refused(listed: ReadList) -> int:
    return len({p.row for p in listed.problems if p.severity is Severity.REFUSED and p.row})
