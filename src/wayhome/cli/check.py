"""`wayhome check`: which lines of a list will not do, and how it differs from its counter-list."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date
from enum import StrEnum
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

from wayhome.cli.opening import open_existing
from wayhome.cli.stopping import default_language, told_in
from wayhome.cli.terminal import shown
from wayhome.files import read_list, reason_of, refuse
from wayhome.files.check import (
    Check,
    Counter,
    Finds,
    Roll,
    check_as_json,
    check_list,
    finds_in_words,
    list_of_fate,
    reasons_of,
    roll_of,
    write_check,
)
from wayhome.files.criteria_files import read_criteria
from wayhome.files.messages import message
from wayhome.values import CannotRead, InvalidEvidence, PartialDate, WayhomeError

MOST_SHOWN = 60
"""Lines not in order that the console shows; the folder has them all."""


class Language(StrEnum):
    """Languages of messages and of the printed sheet."""

    EN = "en"
    UK = "uk"
    RU = "ru"
    AR = "ar"


class Format(StrEnum):
    """What is printed at the end."""

    TEXT = "text"
    JSON = "json"


class CannotCheck(WayhomeError):
    """A call that cannot be carried out."""


Others = Annotated[
    list[str] | None,
    typer.Option(metavar="[WHO=]FILE", help="A list of people already home, and whose list it is."),
]


def check(
    checked: Annotated[
        Path, typer.Argument(metavar="LIST", help="The list: CSV, XLSX, XLS, ODS, JSON, PFIF.")
    ],
    criteria: Annotated[
        Path | None, typer.Option(help="What was agreed, as JSON or as a table of criteria.")
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            metavar="LIST_OR_REGISTER", help="The counter-list, or the folder of a register."
        ),
    ] = None,
    account: Annotated[
        str | None, typer.Option(help="With a register: your account there, by its e-mail address.")
    ] = None,
    returned: Others = None,
    dead: Annotated[
        list[str] | None,
        typer.Option(metavar="[WHO=]FILE", help="A list of people reported dead, and by whom."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="The day on which ages count. Else today.")
    ] = None,
    against_as_of: Annotated[
        str, typer.Option(help="The day of the counter-list, where its cells give none.")
    ] = "",
    out: Annotated[Path | None, typer.Option(help="Folder for the sheet and the tables.")] = None,
    to: Annotated[str, typer.Option(help="Who hears it: stands on every page of the sheet.")] = "",
    reader: Annotated[
        Language | None, typer.Option("--to-lang", help="The addressee's language. Else --lang.")
    ] = None,
    maps: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=HEADER", help="Use this column of the list."),
    ] = None,
    maps_against: Annotated[
        list[str] | None,
        typer.Option("--map-against", metavar="FIELD=HEADER", help="The same, counter-list."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the random pairs that chance is counted on.")] = 0,
    lang: Annotated[Language | None, typer.Option(help="Language of messages and tables.")] = None,
    format: Annotated[Format, typer.Option(help="What to print at the end.")] = Format.TEXT,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Say of each line of a list whether it is in order, and if not why, by whom and since when."""
    language = lang.value if lang else default_language()
    with told_in(language):
        day = _day(as_of, "--as-of") or date.today().isoformat()
        undated = _day(against_as_of, "--against-as-of")
        stated = read_criteria(criteria) if criteria else None
        roll = _roll(checked, maps)
        fates = [
            *_fates(returned, Finds.ALREADY_HOME),
            *_fates(dead, Finds.REPORTED_DEAD),
        ]
        counter, register = _against(against, maps_against, account, undated)
        beside = [*fates, *([Counter(roll=register.roll)] if register else [])]
        watched = not quiet and format is Format.TEXT and sys.stderr.isatty()
        with _bar(language) if watched else nullcontext(_silent) as progress:
            found = check_list(
                roll, as_of=day, criteria=stated, against=counter,
                beside=beside, seed=seed, progress=progress,
            )  # fmt: skip
        if register is not None:
            _log(register, found, checked)
        files = _write(out, found, checked, language, reader.value if reader else language, to)
    if not quiet:
        _say(found, files, out, format=format, language=language)


def _day(written: str | None, option: str) -> str:
    """A day given as an option, in EDTF; '' if none was."""
    if not written:
        return ""
    try:
        PartialDate.parse(written)
    except InvalidEvidence as error:
        raise refuse(CannotCheck, "check_day", day=written, option=option) from error
    return written


def _roll(path: Path, maps: list[str] | None, *, as_of: str = "") -> Roll:
    return roll_of(_read(path, _pairs(maps)), as_of=as_of)


def _read(path: Path, mapping: Mapping[str, str]) -> Any:
    """Read a list; a refusal says which file it is about."""
    if path.is_dir():
        raise refuse(CannotCheck, "check_list_is_folder", name=path.name)
    try:
        return read_list(path, mapping=mapping)
    except WayhomeError as refusal:
        if path.name in str(refusal):
            raise
        raise refuse(CannotRead, "in_file", name=path.name, what=refusal) from refusal


def _pairs(given: list[str] | None) -> dict[str, str]:
    """FIELD=HEADER options as a mapping."""
    pairs = {}
    for option in given or []:
        field, equals, header = option.partition("=")
        if not equals or not field or not header:
            raise refuse(CannotCheck, "no_map_option", option=option, example='surname="Фамилия"')
        pairs[field.strip()] = header
    return pairs


def _fates(given: list[str] | None, finds: Finds) -> Iterator[Counter]:
    """Lists every line of which says one thing: `WHO=FILE`, or the file alone."""
    for option in given or []:
        who, equals, name = option.partition("=")
        whole = not equals or Path(option).exists()
        path = Path(option if whole else name)
        said_by = "" if whole else who
        yield Counter(roll=list_of_fate(_read(path, {}), finds, said_by=said_by))


def _against(
    path: Path | None, maps: list[str] | None, account: str | None, as_of: str
) -> tuple[Counter | None, Any]:
    """The counter-list; or no counter-list, and what the register says of its persons."""
    if path is None:
        return None, None
    if not path.is_dir():
        return Counter(roll=_roll(path, maps, as_of=as_of)), None
    if not account:
        raise refuse(CannotCheck, "check_account")
    open_existing(path)
    from wayhome.apps.register.services.check import register_beside  # noqa: PLC0415

    known = register_beside(account=account)
    if known is None:
        raise refuse(CannotCheck, "check_no_account")
    return None, known


def _log(register: Any, found: Check, checked: Path) -> None:
    """Write into the register's history whose lines this check told of."""
    from django.utils import timezone  # noqa: PLC0415

    name = register.roll.name
    told = [f.likeness for one in found.lines for f in one.found if f.likeness is not None]
    rows = {likeness.row for likeness in told if likeness.where == name}
    register.log(rows, file=checked.read_bytes(), at=timezone.now())


def _write(
    out: Path | None, found: Check, checked: Path, lang: str, reader: str, to: str
) -> Sequence[Path]:
    if out is None:
        return []
    try:
        number = sha256(checked.read_bytes()).hexdigest()[:12]
    except OSError as error:
        raise refuse(
            CannotRead, "cannot_open", name=checked.name, reason=reason_of(error)
        ) from error
    return write_check(out, found, lang=lang, reader=reader, recipient=to, number=number)


def _silent(stage: str, share: float) -> None:
    """Progress that nobody watches."""


@contextmanager
def _bar(language: str) -> Iterator[Callable[[str, float], None]]:
    """A progress bar on standard error."""
    from rich.console import Console  # noqa: PLC0415 - not needed when quiet
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def progress(stage: str, share: float) -> None:
            bar.update(task, completed=share, description=message(f"stage.{stage}", language))

        yield progress


def _say(
    found: Check, files: Sequence[Path], out: Path | None, *, format: Format, language: str
) -> None:
    """What was found: a table of the lines not in order, or everything as JSON without names."""
    if format is Format.JSON:
        told = check_as_json(found, language) | {"files": {path.name: str(path) for path in files}}
        typer.echo(json.dumps(told))
        return
    from rich.console import Console  # noqa: PLC0415 - not needed for JSON

    console = Console(soft_wrap=False)
    in_order = found.counts()[Finds.IN_ORDER]
    console.print(
        message(
            "check.summary", language,
            lines=len(found.lines), name=found.name, order=in_order, date=found.as_of,
        ),
        markup=False,
        highlight=False,
    )  # fmt: skip
    _show_counts(console, found, language)
    _show_lines(console, found, language)
    _show_difference(console, found, language)
    if out is not None:
        typer.echo(message("check.files", language, folder=out.resolve()))
        if find_spec("typst") is None:
            typer.echo(message("check.no_sheet", language))


def _show_counts(console: Any, found: Check, language: str) -> None:
    counts = found.counts()
    told = [
        f"{finds_in_words(finds, language)}: {counts[finds]}" for finds in Finds if counts[finds]
    ]
    console.print(" · ".join(told), markup=False, highlight=False)


def _show_lines(console: Any, found: Check, language: str) -> None:
    from rich.table import Table  # noqa: PLC0415 - not needed for JSON
    from rich.text import Text  # noqa: PLC0415

    in_the_way = found.in_the_way
    if not in_the_way:
        return
    table = Table(show_edge=False, pad_edge=False)
    for name in ("line", "name", "standing", "reason"):
        table.add_column(message(f"check.column.{name}", language))
    for one in in_the_way[:MOST_SHOWN]:
        reasons = " ".join(reasons_of(one, found.criteria, language))
        cells = (str(one.line), one.name, finds_in_words(one.standing, language), reasons)
        table.add_row(*(Text(shown(cell)) for cell in cells))
    console.print(table)
    if len(in_the_way) > MOST_SHOWN:
        more = len(in_the_way) - MOST_SHOWN
        typer.echo(message("check.more", language, n=more))


def _show_difference(console: Any, found: Check, language: str) -> None:
    if found.difference is None:
        return
    counts = found.difference.counts()
    told = "; ".join(f"{message(f'check.where.{w}', language)}: {n}" for w, n in counts.items())
    beside = message("check.difference", language, name=found.difference.name)
    console.print(f"{beside}: {told}", markup=False, highlight=False)
