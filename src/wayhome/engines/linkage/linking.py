"""The job from end to end: two frames in, who is on both out."""

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wayhome.engines.linkage import rivals
from wayhome.engines.linkage.blocking import Candidates, candidates, estimate_recall
from wayhome.engines.linkage.candidates import compare_parts
from wayhome.engines.linkage.compared import Compared, together
from wayhome.engines.linkage.evidence import Chance, count_chance, gather
from wayhome.engines.linkage.fields import FIELDS, NAME_SLOTS, SHOWN_ONLY
from wayhome.engines.linkage.frame import findings_of, histogram_of
from wayhome.engines.linkage.kernels import ORDER_NAMES
from wayhome.engines.linkage.model import Model, estimate, log_odds, shipped, weigh
from wayhome.engines.linkage.prepare import Ints, Prepared, prepare
from wayhome.engines.linkage.renderings import SIZE as LETTER_LEVELS
from wayhome.engines.linkage.renderings import learned_evidence
from wayhome.engines.linkage.result import Linkage, Zone
from wayhome.engines.linkage.whole_names import with_name_parts
from wayhome.engines.linkage.zones import zones_of
from wayhome.values import InvalidEvidence

Progress = Callable[[str, float], None]
"""Told the stage and the share of it that is done; may raise Cancelled to stop the work."""

NEVER_PAIRED = frozenset({"full_name", *NAME_SLOTS, "birth_date", "sex"}) | SHOWN_ONLY
SHOWN_FROM = -4.0  # log10 odds from which a pair is kept at all
CHANCE_PAIRS = 1_000_000
ASSUMED_OVERLAP = 0.3
FEW = 3.0  # expected persons on both below which the overlap cannot be told from none


def link(
    a: pl.DataFrame,
    b: pl.DataFrame,
    *,
    threshold: float = 0.99,
    prior: float | None = None,
    seed: int = 0,
    judgements: pl.DataFrame | None = None,
    progress: Progress = lambda stage, share: None,
) -> Linkage:
    """Say who is on both lists.

    Args:
        a: one row per line, columns named as in FIELDS or `text:*`, `code:*`, `date:*`; String,
            null or blank where not given, dates in EDTF, sex `m` or `f`. Others are ignored.
        b: the other list.
        threshold: posterior from which a pair may be a match.
        prior: share of the shorter list expected on the other; None: estimated.
        seed: of the random pairs from which chance agreement is counted.
        judgements: row_a, row_b, same (Boolean): pairs that people have judged.
        progress: told the stage and its share done; may raise Cancelled.

    Raises:
        InvalidEvidence: a list without any name column, or a parameter out of its range.
        Cancelled: raised by `progress`.
    """
    return _link(
        a, b, within=False, threshold=threshold, prior=prior, seed=seed,
        judgements=judgements, progress=progress,
    )  # fmt: skip


def dedupe(
    lines: pl.DataFrame,
    *,
    threshold: float = 0.99,
    prior: float | None = None,
    seed: int = 0,
    judgements: pl.DataFrame | None = None,
    progress: Progress = lambda stage, share: None,
) -> Linkage:
    """Find lines of one list that are one person. As `link`, of the list with itself."""
    return _link(
        lines, lines, within=True, threshold=threshold, prior=prior, seed=seed,
        judgements=judgements, progress=progress,
    )  # fmt: skip


def _link(
    a: pl.DataFrame,
    b: pl.DataFrame,
    *,
    within: bool,
    threshold: float,
    prior: float | None,
    seed: int,
    judgements: pl.DataFrame | None,
    progress: Progress,
) -> Linkage:
    _check(a, b, threshold=threshold, prior=prior)
    progress("reading", 0)
    a, b = with_name_parts(a), with_name_parts(b)
    p = prepare(a, b, weighed_fields(a, b))
    progress("blocking", 0)
    pairs = candidates(p, within=within, tick=lambda share: progress("blocking", share))
    progress("counting", 0)
    chance = count_chance(p, pairs=CHANCE_PAIRS, seed=seed)
    sizes = {"surname": 15, "given_names": 15, "patronymic": 15, "birth_date": 12, "sex": 2}
    sizes |= {field: c.size for field, c in chance.comparisons.items()}
    overlap = prior if prior is not None else 0.05 if within else ASSUMED_OVERLAP
    start = shipped(sizes, rows_a=p.a.rows, rows_b=p.b.rows, overlap=overlap)
    floor = -float(np.log10(start.prior)) - 5.5
    seen = _compare(p, chance, start, pairs, floor=floor, progress=progress)
    ia, ib, order = seen.ia, seen.ib, seen.order
    evidence = gather(p, chance, seen)
    progress("learning", 0)
    first = log_odds(weigh(evidence, order, start), start)
    letters = learned_evidence(p, chance, seen, evidence, first)
    evidence |= letters
    start = shipped(
        sizes | dict.fromkeys(letters, LETTER_LEVELS),
        rows_a=p.a.rows, rows_b=p.b.rows, overlap=overlap,
    )  # fmt: skip
    model = estimate(
        evidence, order, start, ia=ia, ib=ib, rows_a=p.a.rows, rows_b=p.b.rows,
        judged=_judged(judgements, ia, ib), fixed_prior=prior is not None,
        tick=lambda share: progress("learning", share),
    )  # fmt: skip
    parts = weigh(evidence, order, model)
    odds = log_odds(parts, model)
    for field in letters:
        parts[field.removesuffix("_letters")] += parts.pop(field)
        del evidence[field]
    progress("rivals", 0)
    standing = rivals.stand(p, chance, model, ia=ia, ib=ib, odds=odds, within=within)
    zone, reason = zones_of(
        evidence, parts, posterior=standing.posterior, lead=standing.lead, threshold=threshold
    )
    keep = np.flatnonzero((odds > SHOWN_FROM) | (zone != Zone.NO))
    frame = pl.DataFrame(
        {
            "row_a": ia[keep].astype(np.uint32),
            "row_b": ib[keep].astype(np.uint32),
            "weight": rivals.parts_of(parts)[keep],
            "posterior": standing.posterior[keep],
            "zone": zone[keep],
            "reason": reason[keep],
            "order": np.asarray(ORDER_NAMES)[order[keep]],
            "rivals": _clusters(ia[keep], ib[keep], zone[keep], p),
        }
        | {f"weight_{field}": part[keep] for field, part in parts.items()}
        | findings_of(p, evidence, ia[keep], ib[keep], keep, order[keep])
    ).sort(["posterior", "weight", "row_a", "row_b"], descending=[True, True, False, False])
    progress("rivals", 1)
    recall: float | None = 1.0
    if seen.found_by is not None:
        recall = estimate_recall(seen.found_by[standing.posterior > 0.9])
    return _result(
        frame,
        p,
        standing,
        pairs,
        model,
        threshold=threshold,
        within=within,
        recall=recall,
        compared=seen.looked_at,
    )


def _compare(
    p: Prepared,
    chance: Chance,
    model: Model,
    pairs: Candidates,
    *,
    floor: float,
    progress: Progress,
) -> Compared:
    """Compare every part of the candidates, telling how far down the first list it has come."""
    done = []
    for compared in compare_parts(p, chance, model, pairs.parts(), floor=floor):
        if len(compared.ia):
            progress("comparing", min((int(compared.ia[-1]) + 1) / p.a.rows, 1.0))
        done.append(compared)
    return together(done)


def weighed_fields(a: pl.DataFrame, b: pl.DataFrame) -> tuple[str, ...]:
    """Fields of both lists that are compared beside names, birth date and sex."""
    both = [c for c in a.columns if c in b.columns and c not in NEVER_PAIRED]
    return tuple(c for c in both if c in FIELDS or c.partition(":")[0] in ("text", "code", "date"))


def _check(a: pl.DataFrame, b: pl.DataFrame, *, threshold: float, prior: float | None) -> None:
    if not 0.5 <= threshold < 1:
        raise InvalidEvidence("The threshold is a probability of at least 0.5 and below 1.")
    if prior is not None and not 0 < prior < 1:
        raise InvalidEvidence("The prior is the share of the shorter list expected on the other.")
    for which, frame in (("first", a), ("second", b)):
        if not set(frame.columns) & ({"full_name", *NAME_SLOTS} | {"number"}):
            raise InvalidEvidence(
                f"The {which} list has no column with names or numbers. "
                "Say which column holds them with a mapping."
            )


def _judged(judgements: pl.DataFrame | None, ia: Ints, ib: Ints) -> Mapping[int, bool] | None:
    if judgements is None:
        return None
    pairs = pl.DataFrame({"row_a": ia, "row_b": ib}).with_row_index("at")
    cast = judgements.select(pl.col("row_a", "row_b").cast(pl.Int32), "same")
    found = pairs.join(cast, on=["row_a", "row_b"])
    return dict(zip(found["at"].to_list(), found["same"].to_list(), strict=True))


def _clusters(ia: Ints, ib: Ints, zone: NDArray[np.str_], p: Prepared) -> NDArray[np.uint32]:
    """Number of the pairs to be judged together; 0 for pairs alone or not worth a look."""
    out = np.zeros(len(ia), np.uint32)
    at = np.flatnonzero(zone != Zone.NO)
    out[at] = rivals.clusters(ia[at], ib[at], p.a.rows, p.b.rows)
    return out


def _result(
    frame: pl.DataFrame,
    p: Prepared,
    standing: rivals.Standing,
    pairs: Candidates,
    model: Model,
    *,
    threshold: float,
    within: bool,
    recall: float | None,
    compared: int,
) -> Linkage:
    shown = frame.filter(pl.col("zone") != Zone.NO)
    expected = model.prior * p.a.rows * p.b.rows
    notes = [] if expected >= FEW else ["overlap_not_estimated"]
    if within:
        joined = frame.filter(pl.col("posterior") > 0.5).select("row_a", "row_b").to_numpy()
        grouped = rivals.rows_in_groups(rivals.groups(p.a.rows, joined.astype(np.int32)))
        grouped_b = grouped
    else:
        grouped = rivals.rows_in_groups(standing.group_a)
        grouped_b = rivals.rows_in_groups(standing.group_b)
    return Linkage(
        pairs=frame,
        groups_a=grouped,
        groups_b=grouped_b,
        left_a=_left_over(p.a.rows, shown["row_a"]),
        left_b=_left_over(p.b.rows, shown["row_b"]),
        expected_overlap=expected if expected >= FEW else None,
        notes=tuple(notes),
        parameters={
            "threshold": threshold,
            "prior": model.prior,
            "kin": model.kin,
            "twin": model.twin,
            "agreement": {f: [round(float(x), 5) for x in m] for f, m in model.agreement.items()},
            "name_order": [round(float(x), 5) for x in model.order],
            "pairs_by_rule": pairs.by_rule,
        },
        histogram=histogram_of(frame["weight"], frame["zone"]),
        pairs_compared=compared,
        estimated_recall=recall,
    )


def _left_over(rows: int, used: pl.Series) -> pl.Series:
    every = pl.Series("row", np.arange(rows, dtype=np.uint32))
    return every.filter(~every.is_in(used.unique().implode()))
