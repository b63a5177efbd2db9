"""`wayhome kinship`: whose relatives may these remains be."""

import json
import platform
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from enum import StrEnum
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wayhome.cli.match import Format, Language
from wayhome.cli.stopping import default_language, told_in
from wayhome.files.messages import message

if TYPE_CHECKING:
    from wayhome.engines.kinship import FrequencyTable
    from wayhome.files.kinship import Facts, Finding, ReadFamilies
    from wayhome.files.kinship.report import Written
    from wayhome.files.kinship.weighing import Case
    from wayhome.files.read_list import SourceFile

Progress = Callable[[str, float], None]


class Founders(StrEnum):
    """What becomes of an untyped founder with one child."""

    KEPT = "kept"
    DROPPED = "dropped"


def kinship(
    pm: Annotated[
        Path,
        typer.Argument(
            metavar="PM",
            help="Profiles of remains: CODIS CMF, GeneMapper, CSV, XLSX, Familias; or a folder.",
        ),
    ],
    am: Annotated[
        Path | None,
        typer.Argument(
            metavar="AM",
            help="Families: a Familias or PED file, or a folder of pedigrees and profiles. "
            "Without it those of PM, where that is a Familias file with both.",
        ),
    ] = None,
    frequencies: Annotated[
        Path | None,
        typer.Option(
            help="Allele frequencies of the population; else the Familias file's, else Norway's."
        ),
    ] = None,
    minimum: Annotated[
        float, typer.Option(help="The least an allele's frequency is taken to be.")
    ] = 0.001,
    model: Annotated[
        str | None,
        typer.Option(
            help="How alleles mutate: none, equal, proportional, stepwise, onestep or dawid, with "
            "what differs from the defaults: stepwise,rate=0.002/0.001,theta=0.01. Else the "
            "Familias file's, else stepwise."
        ),
    ] = None,
    missing_in_all: Annotated[
        int | None, typer.Option(help="How many are missing, registered here or not.")
    ] = None,
    threshold: Annotated[
        float, typer.Option(help="The laboratory's own: the probability that must be reached.")
    ] = 0.9995,
    sought: Annotated[
        list[str] | None,
        typer.Option(
            "--missing", metavar="PATTERN", help="Ids of the missing, where no file marks them."
        ),
    ] = None,
    elimination: Annotated[
        Path | None, typer.Option(help="Profiles of staff: remains like them are set aside.")
    ] = None,
    haplotypes: Annotated[
        Path | None,
        typer.Option(
            help="Profiles of unrelated people of the population, to count Y and mitochondrial "
            "haplotypes in; without them an agreement weighs nothing."
        ),
    ] = None,
    facts: Annotated[
        Path | None,
        typer.Option(
            help="What is known beside DNA of remains and missing, by number: id, sex, age, "
            "stature, and a column for each --trait."
        ),
    ] = None,
    hard: Annotated[
        list[str] | None,
        typer.Option(metavar="FACT", help="age or stature: where they do not meet, they exclude."),
    ] = None,
    sex_error: Annotated[
        float, typer.Option(help="How often a stated sex is wrong; above 0 it excludes nobody.")
    ] = 0.0,
    trait: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=SEEN/NOT",
            help="A yes-or-no column of the facts: how often it is seen where it is, and not seen "
            "where it is not, as crown=0.9/0.99.",
        ),
    ] = None,
    excluded: Annotated[
        Path | None,
        typer.Option(help="Pairs that people ruled out: columns remains and missing."),
    ] = None,
    linked: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PAIR",
            help="Two linked markers and their recombination rate, as vWA-D12S391:0.1172; known "
            "for those documented.",
        ),
    ] = None,
    untyped_founders: Annotated[
        Founders | None,
        typer.Option(
            help="What becomes of an untyped founder with one child: kept as the R pedsuite has "
            "it, dropped as Familias does. Else dropped with a Familias file's model, kept with "
            "any other."
        ),
    ] = None,
    homozygotes_once: Annotated[
        bool,
        typer.Option(
            "--homozygotes-once", help="The files write a homozygous genotype with one allele."
        ),
    ] = False,
    out: Annotated[Path, typer.Option(help="Folder for the report and its tables.")] = Path(
        "wayhome-kinship"
    ),
    with_genotypes: Annotated[
        bool,
        typer.Option(
            "--with-genotypes", help="Show genotypes in the report, for the laboratory alone."
        ),
    ] = False,
    lang: Annotated[Language | None, typer.Option(help="Language of report and messages.")] = None,
    format: Annotated[Format, typer.Option(help="What to print at the end.")] = Format.TEXT,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Say which remains may be whose relatives, how sure that is and on whom it rests."""
    language = lang.value if lang else default_language()
    shown = not quiet and format is Format.TEXT and sys.stderr.isatty()
    with told_in(language, stopped="cli.interrupted"):
        with _bar(language) if shown else nullcontext(_silent) as progress:
            written = search(
                pm, am or pm, out,
                frequencies=frequencies, minimum=minimum, model=model,
                missing_in_all=missing_in_all, threshold=threshold, sought=sought or [],
                elimination=elimination, haplotypes=haplotypes, facts=facts, hard=hard or [],
                sex_error=sex_error, traits=trait or [], excluded=excluded, linked=linked or [],
                untyped_founders=untyped_founders.value if untyped_founders else None,
                homozygotes_once=homozygotes_once, with_genotypes=with_genotypes,
                language=language, progress=progress,
            )  # fmt: skip
        if not quiet:
            _say(written, format=format, language=language)


def search(
    pm: Path,
    am: Path,
    out: Path,
    *,
    frequencies: Path | None = None,
    minimum: float = 0.001,
    model: str | None = None,
    missing_in_all: int | None = None,
    threshold: float = 0.9995,
    sought: list[str],
    elimination: Path | None = None,
    haplotypes: Path | None = None,
    facts: Path | None = None,
    hard: Sequence[str] = (),
    sex_error: float = 0.0,
    traits: Sequence[str] = (),
    excluded: Path | None = None,
    linked: Sequence[str] = (),
    untyped_founders: str | None = None,
    homozygotes_once: bool = False,
    with_genotypes: bool = False,
    language: str,
    progress: Progress,
) -> "Written":
    """Read, weigh and write the report; the options are those of the command."""
    # Imported here: NumPy and the engine take a second, and a wrong call should not wait.
    from wayhome.engines.kinship import UntypedFounders  # noqa: PLC0415
    from wayhome.files.kinship import (  # noqa: PLC0415
        hide_names,
        read_families,
        read_remains,
        remains_without_names,
        without_names,
    )
    from wayhome.files.kinship.report import write_report  # noqa: PLC0415
    from wayhome.files.kinship.weighing import (  # noqa: PLC0415
        DEFAULT,
        find,
        model_terms,
        weigh_case,
        with_facts,
    )

    terms = model_terms(
        model or DEFAULT,
        missing_in_all=missing_in_all,
        threshold=threshold,
        untyped_founders=UntypedFounders(untyped_founders) if untyped_founders else None,
        linked=linked,
    )
    terms = with_facts(terms, hard=hard, sex_error=sex_error, traits=traits)
    progress("reading", 0.0)
    remains, of_remains = remains_without_names(
        read_remains(pm, elimination=elimination, homozygotes_once=homozygotes_once)
    )
    read = read_families(am, sought=sought, homozygotes_once=homozygotes_once)
    families, of_families = without_names(read.families)
    key = of_remains | of_families
    counted = read_remains(haplotypes) if haplotypes is not None else None
    beside = _facts(facts, excluded, list(terms.traits))
    table, findings = _frequencies(frequencies, minimum, read)
    case = weigh_case(
        remains,
        families,
        table,
        terms,
        models=None if model else read.models,
        findings=[*findings, *hide_names([*read.findings, *read.profiles.findings], key)],
        haplotypes=[one.profile for one in counted.specimens] if counted else (),
        facts=beside.relabelled(key),
        progress=progress,
    )
    sources = {
        "remains": _hashes(remains.sources),
        "families": _hashes(read.sources),
        "haplotypes": _hashes(counted.sources if counted else ()),
        "elimination": _hashed(elimination),
        "frequencies": _hashed(frequencies),
        "facts": _hashed(facts),
        "excluded": _hashed(excluded),
    }
    run = _run(case, sources, table)
    found = find(case, progress=progress)
    return write_report(out, found, run=run, key=key, lang=language, with_genotypes=with_genotypes)


def _frequencies(
    path: Path | None, minimum: float, read: "ReadFamilies"
) -> tuple["FrequencyTable", "list[Finding]"]:
    """The laboratory's table, else the Familias file's, else the one that is shipped."""
    from wayhome.engines.kinship.frequencies import shipped_frequencies  # noqa: PLC0415
    from wayhome.files.kinship import read_frequencies  # noqa: PLC0415

    if path is not None:
        return read_frequencies(path, minimum=minimum)
    return read.frequencies or shipped_frequencies(), []


def _facts(facts: Path | None, excluded: Path | None, traits: Sequence[str]) -> "Facts":
    """What is known beside DNA, with the pairs that people ruled out."""
    from wayhome.files.kinship import Facts, read_excluded, read_facts  # noqa: PLC0415

    known = read_facts(facts, traits=traits) if facts is not None else Facts()
    return known.with_excluded(read_excluded(excluded)) if excluded is not None else known


Hashes = dict[str, str]  # the SHA-256 of each file, by its name


def _hashes(sources: Sequence["SourceFile"]) -> Hashes:
    return {one.name: one.sha256 for one in sources}


def _hashed(path: Path | None) -> Hashes:
    """Of a file, or of the files of a folder."""
    if path is None:
        return {}
    inside = sorted(path.iterdir()) if path.is_dir() else [path]
    return {one.name: sha256(one.read_bytes()).hexdigest() for one in inside if one.is_file()}


def _run(case: "Case", sources: Mapping[str, Hashes], table: "FrequencyTable") -> dict[str, object]:
    """What `run.json` says of the run, beside its result."""
    terms = case.terms
    return {
        "versions": {name: version(name) for name in ("wayhome", "numpy", "numba")}
        | {"python": platform.python_version()},
        "terms": {
            "model": "as in the Familias file" if case.models_of_file else terms.model,
            "untyped_founders": case.panels.untyped_founders.value,
            "linked": ", ".join(map(str, terms.linked)),
            "missing_in_all": terms.missing_in_all,
            "threshold": terms.threshold,
            "frequencies": table.source,
            "minimum_frequency": table.minimum,
            "hard_facts": ", ".join(sorted(terms.hard)),
            "sex_error": terms.sex_error,
            "traits": {name: "/".join(map(str, rates)) for name, rates in terms.traits.items()},
        },
        "sums_before_renormalising": {
            "as_published": {m: s for m, s in table.sums.items() if abs(s - 1) > 1e-9}
        },
        "files": {role: hashes for role, hashes in sources.items() if hashes},
    }


def _silent(stage: str, share: float) -> None:
    """Progress that nobody watches."""


STAGES = ("reading", "persons", "families", "together", "next")


@contextmanager
def _bar(language: str) -> Iterator[Progress]:
    """A progress bar over the stages of the work."""
    from rich.console import Console  # noqa: PLC0415 - not needed when quiet
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(message("kinship.stage.reading", language), total=len(STAGES))

        def progress(stage: str, share: float) -> None:
            bar.update(
                task,
                completed=STAGES.index(stage) + share,
                description=message(f"kinship.stage.{stage}", language),
            )

        yield progress


def _say(written: "Written", *, format: Format, language: str) -> None:
    """The closing lines: what was found and where it stands."""
    counts: Mapping[str, int] = {
        "remains": written.remains,
        "families": written.families,
        "missing": written.missing,
        "passing": written.passing,
    }
    if format is Format.JSON:
        files = {path.name: str(path) for path in written.paths}
        typer.echo(json.dumps({"counts": counts, "files": files}))
        return
    typer.echo(message("kinship.title", language, **counts))
    if written.one_relative:
        typer.echo(message("kinship.one.said", language, n=written.one_relative))
    folder = written.report.resolve().parent
    typer.echo(message("cli.open", language, folder=folder))
    typer.echo(written.report.resolve().as_uri())
