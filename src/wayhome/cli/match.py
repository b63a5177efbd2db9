"""`wayhome match`: who is on both lists, or twice on one."""

import json
import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from wayhome.cli import terminal
from wayhome.cli.stopping import default_language, told_in
from wayhome.engines.linkage import Linkage, check_parameters
from wayhome.engines.names import align_letters
from wayhome.files import (
    Judgements,
    ReadList,
    judgement_problem,
    load_mapping,
    read_judgements,
    read_list,
    reason_of,
    refuse,
    save_mapping,
)
from wayhome.files.report import Written, field_label, message, write_report
from wayhome.values import CannotRead, InvalidEvidence, WayhomeError


class Language(StrEnum):
    """Languages of reports and messages."""

    EN = "en"
    UK = "uk"
    RU = "ru"
    AR = "ar"


class Format(StrEnum):
    """What is printed when the work is done."""

    TEXT = "text"
    JSON = "json"


OWNER_ONLY = 0o600


class CannotMatch(WayhomeError):
    """A call that cannot be carried out."""


def match(
    sought: Annotated[
        Path, typer.Argument(help="A list of people: CSV, XLSX, XLS, ODS, JSON, PFIF.")
    ],
    held: Annotated[
        Path | None, typer.Argument(help="The other list. Left out with --dedupe.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the report and its tables.")] = Path(
        "wayhome-match"
    ),
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="FIELD=HEADER", help="Use this column of either list for this field."
        ),
    ] = None,
    maps_sought: Annotated[
        list[str] | None,
        typer.Option("--map-sought", metavar="FIELD=HEADER", help="The same, first list only."),
    ] = None,
    maps_held: Annotated[
        list[str] | None,
        typer.Option("--map-held", metavar="FIELD=HEADER", help="The same, second list only."),
    ] = None,
    mapping_sought: Annotated[
        Path | None, typer.Option(help="A saved mapping for the first list.")
    ] = None,
    mapping_held: Annotated[
        Path | None, typer.Option(help="A saved mapping for the second list.")
    ] = None,
    save_mappings: Annotated[
        bool,
        typer.Option(
            help="Save both mappings into the folder, for the next lists of the same offices."
        ),
    ] = False,
    dedupe: Annotated[
        bool, typer.Option("--dedupe", help="Find lines of one list that are one person.")
    ] = False,
    judgements: Annotated[
        Path | None,
        typer.Option(
            help="Pairs that people have judged, to learn from: a review.csv whose column "
            "judgement says same, not_same or unsure."
        ),
    ] = None,
    threshold: Annotated[
        float, typer.Option(help="Probability from which a pair may be a match.")
    ] = 0.99,
    prior: Annotated[
        float | None,
        typer.Option(
            help="Share of the shorter list you expect on the other; estimated if left out."
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(help="Of the random pairs from which chance is counted.")
    ] = 0,
    lang: Annotated[Language | None, typer.Option(help="Language of report and messages.")] = None,
    no_names: Annotated[
        bool, typer.Option("--no-names", help="Write line numbers only, no names.")
    ] = False,
    format: Annotated[Format, typer.Option(help="What to print at the end.")] = Format.TEXT,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Say who is on both lists, how sure that is and why."""
    language = lang.value if lang else default_language()
    with told_in(language):
        _check_call(held, dedupe=dedupe, threshold=threshold, prior=prior)
        list_a, list_b = _read_both(
            sought, held,
            shared=_pairs(maps), own=(_pairs(maps_sought), _pairs(maps_held)),
            saved=(mapping_sought, mapping_held),
        )  # fmt: skip
        if not quiet and format is Format.TEXT:
            for read in (list_a,) if held is None else (list_a, list_b):
                typer.echo(terminal.shown(_understood(read, language)), err=True)
        judged = _judgements(judgements, list_a, list_b, language)
        linkage = _link(
            list_a, list_b, within=dedupe, judged=judged,
            language=language, shown=not quiet and format is Format.TEXT and sys.stderr.isatty(),
            threshold=threshold, prior=prior, seed=seed,
        )  # fmt: skip
        written = write_report(
            out, linkage=linkage, list_a=list_a, list_b=list_b, lang=language, no_names=no_names,
            run=_run(threshold=threshold, prior=prior, seed=seed, dedupe=dedupe),
            explain_letters=align_letters, judgements=judged,
        )  # fmt: skip
    with told_in(language, stopped="cli.stopped_after"):
        if not quiet:
            _say(written, format=format, language=language)
        if save_mappings:
            _save(list_a, out / "mapping_sought.json")
            if not dedupe:
                _save(list_b, out / "mapping_held.json")


def _check_call(held: Path | None, *, dedupe: bool, threshold: float, prior: float | None) -> None:
    """Refuse a call that cannot be carried out, before anything is read."""
    if dedupe and held is not None:
        raise refuse(CannotMatch, "two_lists_and_dedupe")
    if not dedupe and held is None:
        raise refuse(CannotMatch, "one_list")
    try:
        check_parameters(threshold=threshold, prior=None)
    except InvalidEvidence as error:
        raise refuse(CannotMatch, "threshold") from error
    try:
        check_parameters(threshold=threshold, prior=prior)
    except InvalidEvidence as error:
        raise refuse(CannotMatch, "prior") from error


def _understood(read: ReadList, language: str) -> str:
    """Which column of a list was taken for which field."""
    columns = (
        f"{field_label(field, language)} = {' + '.join(headers)}"
        for field, headers in read.headers.items()
    )
    return f"{read.source.name}: {'; '.join(columns)}"


def _pairs(given: list[str] | None) -> dict[str, str]:
    """FIELD=HEADER options as a mapping."""
    pairs = {}
    for option in given or []:
        field, equals, header = option.partition("=")
        if not equals or not field or not header:
            raise refuse(CannotMatch, "no_map_option", option=option, example='surname="Фамилия"')
        pairs[field.strip()] = header
    return pairs


def _save(listed: ReadList, path: Path) -> None:
    """Save a list's mapping beside the report, like it for the owner only."""
    try:
        path.touch(OWNER_ONLY)
        path.chmod(OWNER_ONLY)
        save_mapping(listed.columns, path)
    except OSError as error:
        raise refuse(
            CannotMatch, "mapping_not_saved",
            folder=path.parent, name=path.name, reason=reason_of(error),
        ) from error  # fmt: skip


def _read_both(
    sought: Path,
    held: Path | None,
    *,
    shared: Mapping[str, str],
    own: tuple[Mapping[str, str], Mapping[str, str]],
    saved: tuple[Path | None, Path | None],
) -> tuple[ReadList, ReadList]:
    """Read the lists; a shared mapping must fit at least one of them."""
    lists = []
    refusals = []
    for path, mapping, file in zip((sought, held), own, saved, strict=True):
        if path is None:
            continue
        fixed = (load_mapping(file) if file else {}) | dict(mapping)
        try:
            lists.append(_read(path, dict(shared) | fixed))
        except WayhomeError as refusal:
            if not shared:
                raise
            refusals.append(refusal)
            lists.append(_read(path, fixed))
    if refusals and len(refusals) == len(lists):
        raise refusals[0]
    return lists[0], lists[-1]


def _read(path: Path, mapping: Mapping[str, str]) -> ReadList:
    """Read a list; a refusal says which file it is about."""
    try:
        return read_list(path, mapping=mapping)
    except WayhomeError as refusal:
        raise _of_file(path, refusal) from refusal


def _of_file(path: Path, refusal: WayhomeError) -> WayhomeError:
    """The refusal, with the name of the file it is about."""
    if path.name in str(refusal):
        return refusal
    return refuse(CannotRead, "in_file", name=path.name, what=refusal)


def _judgements(
    path: Path | None, list_a: ReadList, list_b: ReadList, language: str
) -> Judgements | None:
    """Read the judgements, if any, and say which of their rows cannot be used."""
    if path is None:
        return None
    try:
        judged = read_judgements(path, list_a=list_a, list_b=list_b)
    except WayhomeError as refusal:
        raise _of_file(path, refusal) from refusal
    for problem in judged.problems:
        typer.echo(terminal.shown(judgement_problem(judged, problem, language)), err=True)
    return judged


def _link(
    list_a: ReadList,
    list_b: ReadList,
    *,
    judged: Judgements | None,
    within: bool,
    language: str,
    shown: bool,
    threshold: float,
    prior: float | None,
    seed: int,
) -> Linkage:
    """Link with a progress bar on standard error, if it is to be shown."""
    # Imported here: the compiled engine takes a second to load, and a wrong call should not wait.
    from wayhome.engines.linkage import dedupe, link  # noqa: PLC0415

    learned_from = judged.decided if judged and judged.decided.height else None
    with _bar(language) if shown else nullcontext(_silent) as progress:
        if within:
            return dedupe(
                list_a.entries, judgements=learned_from,
                threshold=threshold, prior=prior, seed=seed, progress=progress,
            )  # fmt: skip
        return link(
            list_a.entries, list_b.entries, judgements=learned_from,
            threshold=threshold, prior=prior, seed=seed, progress=progress,
        )  # fmt: skip


def _silent(stage: str, share: float) -> None:
    """Progress that nobody watches."""


@contextmanager
def _bar(language: str) -> Iterator[Callable[[str, float], None]]:
    """A progress bar over the stages of the work, with the time left."""
    from rich.console import Console  # noqa: PLC0415 - not needed when quiet
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(message(f"stage.{STAGES[0]}", language), total=len(STAGES))

        def progress(stage: str, share: float) -> None:
            bar.update(
                task,
                completed=STAGES.index(stage) + share,
                description=message(f"stage.{stage}", language),
            )

        yield progress


STAGES = ("reading", "blocking", "counting", "comparing", "learning", "rivals")


def _run(**parameters: object) -> dict[str, object]:
    """What `run.json` says of the run, beside the inputs and the result."""
    packages = ("wayhome", "numpy", "polars", "numba", "rapidfuzz", "python-calamine")
    return {
        "versions": {name: version(name) for name in packages}
        | {"python": platform.python_version()},
        "parameters": parameters,
    }


def _say(written: Written, *, format: Format, language: str) -> None:
    """The closing lines: what was found and where it stands."""
    if format is Format.JSON:
        files = {path.name: str(path) for path in written.paths}
        # Escaped, so that a path survives whatever the encoding of the console or pipe.
        typer.echo(json.dumps({"counts": written.summary.counts(), "files": files}))
        return
    summary = written.summary
    typer.echo(
        message(
            "title.within" if written.unmatched_b is None else "title",
            language,
            lines=summary.lines_a,
            matched=summary.matched_a,
            review=summary.review_a,
        )
    )
    folder = written.report.resolve().parent
    typer.echo(message("cli.open", language, folder=folder))
    typer.echo(written.report.resolve().as_uri())
