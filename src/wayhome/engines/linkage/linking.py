"""The job from end to end: two frames in, who is on both out."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from wayhome.engines.linkage import rivals
from wayhome.engines.linkage.blocking import Candidates, candidates
from wayhome.engines.linkage.candidates import compare_parts
from wayhome.engines.linkage.compared import Compared, together
from wayhome.engines.linkage.evidence import NAME_SIZE, Chance, count_chance, gather
from wayhome.engines.linkage.fields import FIELDS, NAME_SLOTS, SHOWN_ONLY
from wayhome.engines.linkage.levels import DateLevel, PlainLevel
from wayhome.engines.linkage.model import (
    Model,
    estimate,
    log_odds,
    shipped,
    weigh,
    with_shipped,
)
from wayhome.engines.linkage.outcome import Weighed, outcome_of
from wayhome.engines.linkage.parameters import check_parameters
from wayhome.engines.linkage.prepare import Ints, Prepared, prepare
from wayhome.engines.linkage.renderings import is_usual, learned_evidence, letters_field
from wayhome.engines.linkage.result import Linkage
from wayhome.engines.linkage.whole_names import with_name_parts
from wayhome.values import InvalidEvidence

Progress = Callable[[str, float], None]
"""Told the stage and the share of it that is done; may raise Cancelled to stop the work."""

NEVER_PAIRED = frozenset({"full_name", *NAME_SLOTS, "birth_date", "sex"}) | SHOWN_ONLY
SHOWN_FROM = -4.0  # log10 odds from which a pair is kept at all
OTHERS_MAY_BRING = 4.5  # weight that fields beside name, birth and sex are given the chance to add
CHANCE_PAIRS = 500_000
ASSUMED_OVERLAP = 0.3


def link(
    a: pl.DataFrame,
    b: pl.DataFrame,
    *,
    threshold: float = 0.99,
    prior: float | None = None,
    seed: int = 0,
    judgements: pl.DataFrame | None = None,
    correspondences: Path | None = None,
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
        correspondences: folder of learned correspondences to use instead of those shipped.
        progress: told the stage and its share done; may raise Cancelled.

    Raises:
        InvalidEvidence: a list without any name column, or a parameter out of its range.
        Cancelled: raised by `progress`.
    """
    return _link(
        a, b, within=False, threshold=threshold, prior=prior, seed=seed,
        judgements=judgements, correspondences=correspondences, progress=progress,
    )  # fmt: skip


def dedupe(
    lines: pl.DataFrame,
    *,
    threshold: float = 0.99,
    prior: float | None = None,
    seed: int = 0,
    judgements: pl.DataFrame | None = None,
    correspondences: Path | None = None,
    progress: Progress = lambda stage, share: None,
) -> Linkage:
    """Find lines of one list that are one person. As `link`, of the list with itself."""
    return _link(
        lines, lines, within=True, threshold=threshold, prior=prior, seed=seed,
        judgements=judgements, correspondences=correspondences, progress=progress,
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
    correspondences: Path | None,
    progress: Progress,
) -> Linkage:
    _check(a, b, threshold=threshold, prior=prior)
    progress("reading", 0)
    a, b = with_name_parts(a), with_name_parts(b)
    p = prepare(a, b, weighed_fields(a, b), correspondences=correspondences)
    progress("blocking", 0)
    pairs = candidates(p, within=within, tick=lambda share: progress("blocking", share))
    progress("counting", 0)
    chance = count_chance(p, pairs=CHANCE_PAIRS, seed=seed)
    overlap = prior if prior is not None else 0.05 if within else ASSUMED_OVERLAP
    sizes = level_counts(chance)
    start = shipped(sizes, rows_a=p.a.rows, rows_b=p.b.rows, overlap=overlap)
    seen = _compare(p, chance, start, pairs, progress=progress)
    by_rule = pairs.by_rule
    del pairs
    progress("learning", 0)
    model, weighed = _learn(
        p, chance, start, seen, judgements=judgements, fixed_prior=prior is not None,
        correspondences=correspondences, tick=lambda share: progress("learning", share),
    )  # fmt: skip
    progress("rivals", 0)
    standing = rivals.stand(
        p, chance, model, ia=weighed.ia, ib=weighed.ib, odds=weighed.odds, within=within
    )
    outcome = outcome_of(p, weighed, standing, model, threshold=threshold, within=within)
    progress("rivals", 1)
    parameters = {"threshold": threshold, "seed": seed, "pairs_by_rule": by_rule}
    return replace(
        outcome,
        parameters=parameters | dict(outcome.parameters),
        pairs_compared=seen.looked_at,
    )


def level_counts(chance: Chance) -> dict[str, int]:
    """Number of levels of every field that is compared."""
    sizes = dict.fromkeys(NAME_SLOTS, NAME_SIZE)
    sizes |= {"birth_date": len(DateLevel), "sex": len(PlainLevel)}
    return sizes | {field: c.size for field, c in chance.comparisons.items()}


def _learn(
    p: Prepared,
    chance: Chance,
    start: Model,
    seen: Compared,
    *,
    judgements: pl.DataFrame | None,
    fixed_prior: bool,
    correspondences: Path | None,
    tick: Callable[[float], None],
) -> tuple[Model, Weighed]:
    """Estimate the model, and weigh by it the pairs that come to something."""
    evidence = gather(p, chance, seen)
    first = log_odds(weigh(evidence, seen.order, start), seen.order, start)
    letters = learned_evidence(p, seen, evidence, first, folder=correspondences)
    model = estimate(
        evidence | letters,
        seen.order,
        with_shipped(start, {field: e.size for field, e in letters.items()}),
        ia=seen.ia,
        ib=seen.ib,
        rows_a=p.a.rows,
        rows_b=p.b.rows,
        judged=_judged(judgements, seen.ia, seen.ib),
        fixed_prior=fixed_prior,
        tick=tick,
    )
    parts = weigh(evidence | letters, seen.order, model)
    odds = log_odds(parts, seen.order, model)
    for field in letters:
        parts[field.removesuffix("_letters")] += parts.pop(field)
    at = np.flatnonzero(odds > SHOWN_FROM)
    return model, Weighed(
        ia=seen.ia[at],
        ib=seen.ib[at],
        order=seen.order[at],
        odds=odds[at],
        parts={field: part[at] for field, part in parts.items()},
        evidence={field: e.of(at) for field, e in evidence.items()},
        found_by=None if seen.found_by is None else seen.found_by[at],
        usual={f: is_usual(letters[letters_field(f)].levels[at]) for f in NAME_SLOTS},
    )


def _compare(
    p: Prepared,
    chance: Chance,
    model: Model,
    pairs: Candidates,
    *,
    progress: Progress,
) -> Compared:
    """Compare every part of the candidates, telling how far down the first list it has come."""
    done = []
    floor = -float(np.log10(model.prior)) - OTHERS_MAY_BRING
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
    check_parameters(threshold=threshold, prior=prior)
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
