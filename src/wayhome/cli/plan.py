"""`wayhome plan`: make the plan of an exchange, or verify one without a solver."""

import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EEXIST
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated, Any, Never

import typer
from typer.core import TyperGroup

from wayhome.cli.opening import told
from wayhome.cli.stopping import REFUSED, default_language, told_in
from wayhome.engines import planning
from wayhome.engines.planning import CannotReadProblem, NoPlan, NotProven, Plan, Problem
from wayhome.files import reason_of, refuse
from wayhome.files.messages import message
from wayhome.files.planned import planned_in
from wayhome.files.report.folder import CannotWrite, replaced_whole

if TYPE_CHECKING:
    from wayhome.engines.planning import Answer

PLAN, PROBLEM = "plan.json", "problem.json"
REASONS = ("reasons-side-0.json", "reasons-side-1.json")
STAGES = ("aims", "draw", "verify", "reasons")
Progress = Callable[[str, float], None]


class _MakeUnlessNamed(TyperGroup):
    """`wayhome plan FILE` makes a plan; `wayhome plan verify FILE` verifies one."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read a call that names no command as one to make a plan."""
        if args and args[0] not in (*self.commands, "--help"):
            args = ["make", *args]
        return super().parse_args(ctx, args)


plan = typer.Typer(
    cls=_MakeUnlessNamed,
    help="Who goes home in which batch: `wayhome plan PROBLEM.json --out DIR`.",
    no_args_is_help=True,
)


@plan.command()
def make(
    problem: Annotated[
        Path, typer.Argument(metavar="PROBLEM", help="The problem, JSON of format exchange/2.")
    ],
    out: Annotated[Path, typer.Option(help="Folder for the plan; must hold none yet.")],
) -> None:
    """Make the one best plan, proven and verified, with its reasons."""
    language = default_language()
    with told_in(language), _stoppable() as stop:
        asked = _read(problem)
        _must_be_free(out)
        with replaced_whole(out) as folder, _watched(language) as progress:
            made = _planned(asked, stop, progress, language)
            progress("verify", 0)
            if planning.verify_plan(asked, made):
                raise refuse(NotProven, "not_proven")
            progress("reasons", 0)
            _write(folder, asked, made, language)
    _say_plan(made, language)
    typer.echo(message("cli.plan_written", language, folder=out, plan=out / PLAN))


@plan.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="PLAN", help="plan.json, or its folder.")],
    problem: Annotated[
        Path | None, typer.Option(help="The problem it answers. Else problem.json beside it.")
    ] = None,
    before: Annotated[
        Path | None,
        typer.Option(
            metavar="PLAN",
            help="The plan before, where this one was made again after a drop-out; "
            "problem.json beside it.",
        ),
    ] = None,
    again: Annotated[
        bool,
        typer.Option("--again", help="Also plan again here and compare the lists. Needs a solver."),
    ] = False,
) -> None:
    """Check rules, values, certificates and hash by addition. 2 if any fails."""
    language = default_language()
    with told():
        asked, made = _opened(file, problem)
        first = None if before is None else _opened(before, None)
        breaches = list(planning.verify_plan(asked, made))
        if first is not None:
            breaches += planning.verify_mended(asked, made, *first)
        if breaches:
            _fail([planned_in(one.code, one.values, language) for one in breaches], language)
        repeated = _planned_again(asked, made, first, language) if again else None
        if repeated is not None and repeated.lines != made.lines:
            _fail(_differences(made, repeated, language), language)
    _say_plan(made, language)
    _say_what_holds(made, language, held_against=first is not None, again=again)


def _say_what_holds(made: Plan, language: str, *, held_against: bool, again: bool) -> None:
    """The last lines: what was checked by addition, and what was not."""
    unproven = [message(f"plan.aim_{name}", language) for name in planning.unproven_levels(made)]
    if made.mends:
        key = "cli.plan_held_against" if held_against else "cli.plan_mends"
        of = {"hash": made.mends.list_hash, "changes": made.mends.changes}
        typer.echo(message(key, language, **of))
    if again:
        typer.echo(message("cli.plan_same_again", language))
    elif unproven:
        typer.echo(message("cli.plan_uncertified", language, aims="; ".join(unproven)))
    if unproven:
        typer.echo(message("cli.plan_holds", language))
    else:
        typer.echo(message("cli.plan_verifies", language))
    if not again and not unproven:
        typer.echo(message("cli.plan_draw", language))


def _fail(sentences: list[str], language: str) -> Never:
    """Say what does not hold.

    Raises:
        typer.Exit: always.
    """
    for sentence in (*sentences, message("cli.plan_fails", language)):
        typer.echo(sentence, err=True)
    raise typer.Exit(REFUSED)


def _opened(file: Path, problem: Path | None) -> tuple[Problem, Plan]:
    """A plan and the problem it answers."""
    at = file / PLAN if file.is_dir() else file
    read = planning.read_plan(_bytes(at))
    return _read(problem or at.with_name(PROBLEM)), read


def _planned_again(
    asked: Problem, made: Plan, before: tuple[Problem, Plan] | None, language: str
) -> Plan:
    with _stoppable() as stop, _watched(language) as progress:
        if made.mends is None:
            return planning.plan_exchange(asked, stop=stop, tell=progress)
        if before is None:
            raise refuse(CannotReadProblem, "plan_needs_before")
        gone = planning.dropped_out(asked, before[0])
        mended = planning.mend_plan(*before, gone, travelled=made.mends.travelled, stop=stop)
        return mended.plan


def _differences(made: Plan, repeated: Plan, language: str) -> list[str]:
    """Which aims another plan reaches better, if any; the hash of its list."""
    worse = [
        message(
            "cli.plan_better",
            language,
            aim=message(f"plan.aim_{name}", language),
            value=value,
            best=best,
        )
        for name, value, best in zip(made.objectives, made.values, repeated.values, strict=True)
        if value != best
    ]
    return [*worse[:1], message("cli.plan_other_again", language, hash=repeated.list_hash)]


@contextmanager
def _stoppable() -> Iterator[Callable[[], bool]]:
    """Give what tells whether Ctrl-C was pressed: a solver swallows the exception of some."""
    pressed = Event()

    def press(*_: object) -> Never:
        pressed.set()
        raise KeyboardInterrupt

    usual = signal.signal(signal.SIGINT, press)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, usual)


@contextmanager
def _watched(language: str) -> Iterator[Progress]:
    """A progress bar over the stages of the work, where somebody watches."""
    if not sys.stderr.isatty():
        yield lambda _stage, _share: None
        return
    from rich.console import Console  # noqa: PLC0415 - not needed where nobody watches
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Bars  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(message(f"stage.plan_{STAGES[0]}", language), total=len(STAGES))

        def progress(stage: str, share: float) -> None:
            done = STAGES.index(stage) + share
            said = message(f"stage.plan_{stage}", language)
            bars.update(task, completed=done, description=said)

        yield progress


def _planned(asked: Problem, stop: Callable[[], bool], progress: Progress, language: str) -> Plan:
    try:
        return planning.plan_exchange(asked, stop=stop, tell=progress)
    except NoPlan as none:
        _say_clashes(asked, stop, language)
        raise typer.Exit(REFUSED) from none


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as missing:
        name, reason = file.name or str(file), reason_of(missing)
        raise refuse(CannotReadProblem, "cannot_open", name=name, reason=reason) from missing


def _read(file: Path) -> Problem:
    return planning.read_problem(_bytes(file))


def _must_be_free(folder: Path) -> None:
    """See that nothing would be replaced, before hours are spent.

    Raises:
        CannotReadProblem: there is a plan already, or a file of its own.
        CannotWrite: it is no folder.
    """
    if any((folder / name).exists() for name in (PLAN, PROBLEM, *REASONS)):
        raise refuse(CannotReadProblem, "plan_exists", folder=folder)
    if folder.exists() and not folder.is_dir():
        reason = reason_of(FileExistsError(EEXIST, os.strerror(EEXIST)))
        raise refuse(CannotWrite, "plan_not_written", folder=folder, reason=reason)


def _say_clashes(problem: Problem, stop: Callable[[], bool], language: str) -> None:
    clashes = planning.find_conflict(problem, stop=stop)
    typer.echo(message("cli.plan_clash", language), err=True)
    for clash in clashes:
        rule = planned_in(clash.code, clash.values, language)
        if clash.give_way is None:
            said = message("cli.plan_not_enough", language, rule=rule)
        else:
            said = message("cli.plan_enough", language, rule=rule, n=clash.give_way)
        typer.echo(f"- {said}", err=True)


def _say_plan(made: Plan, language: str) -> None:
    for key, lines in (("cli.plan_persons", made.lines), ("cli.plan_dead", made.dead)):
        for (batch, side), persons in sorted(Counter(line[:2] for line in lines).items()):
            typer.echo(message(key, language, batch=batch + 1, side=side, persons=persons))
    for name, value in zip(made.objectives, made.values, strict=True):
        aim = message(f"plan.aim_{name}", language)
        typer.echo(message("cli.plan_value", language, aim=aim, value=value))
    typer.echo(message("cli.plan_hash", language, hash=made.list_hash))


def _write(folder: Path, problem: Problem, made: Plan, language: str) -> None:
    """Write the problem in its canonical form, each side's reasons, and the plan."""
    (folder / PROBLEM).write_bytes(planning.problem_text(problem))
    answers = planning.Answers(problem, made)
    for side, name in enumerate(REASONS):
        reasons = [
            _reason(person.id, answers.of(person.id), language)
            for person in problem.persons
            if person.side == side
        ]
        text = json.dumps(reasons, ensure_ascii=False, indent=1)
        (folder / name).write_text(text + "\n", encoding="utf-8", newline="\n")
    (folder / PLAN).write_text(planning.plan_text(made), encoding="utf-8", newline="\n")


def _reason(one: int | str, answer: "Answer", language: str) -> dict[str, Any]:
    told = [planned_in(code, values, language) for code, values in answer.told]
    return {
        "id": one,
        "batch": answer.batch,
        "code": answer.code,
        "values": dict(answer.values),
        "standing": dict(answer.standing),
        "reason": " ".join(told),
        "family": planned_in(answer.family_code, {}, language),
    }
