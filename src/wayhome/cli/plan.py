"""`wayhome plan`: make the plan of an exchange, or verify one without a solver."""

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from wayhome.cli.opening import told
from wayhome.cli.stopping import REFUSED, default_language
from wayhome.engines import planning
from wayhome.engines.planning import CannotReadProblem, NoPlan, NotProven, Plan, Problem
from wayhome.files import reason_of, refuse
from wayhome.files.messages import message
from wayhome.files.planned import planned_in
from wayhome.files.report.folder import CannotWrite

if TYPE_CHECKING:
    from wayhome.engines.planning import Answer

PLAN, PROBLEM = "plan.json", "problem.json"


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
    problem: Annotated[Path, typer.Argument(help="The problem, JSON of format exchange/2.")],
    out: Annotated[Path, typer.Option(help="Folder for the plan; must hold none yet.")],
) -> None:
    """Find the one best plan, prove it, verify it, and write it with its reasons."""
    language = default_language()
    with told():
        asked = _read(problem)
        if (out / PLAN).exists():
            raise refuse(CannotReadProblem, "plan_exists", folder=out)
        try:
            made = planning.plan_exchange(asked)
        except NoPlan as none:
            _say_clashes(asked, language)
            raise typer.Exit(REFUSED) from none
        if planning.verify_plan(asked, made):
            raise refuse(NotProven, "not_proven")
        try:
            _write(out, asked, made, language)
        except OSError as error:
            reason = reason_of(error)
            raise refuse(CannotWrite, "plan_not_written", folder=out, reason=reason) from error
    _say_plan(made, language)
    typer.echo(message("cli.plan_written", language, folder=out, plan=out / PLAN))


@plan.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="PLAN", help="plan.json, or its folder.")],
    problem: Annotated[
        Path | None, typer.Option(help="The problem it answers. Else problem.json beside it.")
    ] = None,
) -> None:
    """Check rules, values, certificates and hash by addition; no solver. 2 if any fails."""
    language = default_language()
    with told():
        at = file / PLAN if file.is_dir() else file
        asked = _read(problem or at.with_name(PROBLEM))
        made = planning.read_plan(_bytes(at))
        breaches = planning.verify_plan(asked, made)
        for breach in breaches:
            typer.echo(planned_in(breach.code, breach.values, language), err=True)
        if breaches:
            typer.echo(message("cli.plan_fails", language), err=True)
            raise typer.Exit(REFUSED)
    _say_plan(made, language)
    unproven = [message(f"plan.aim_{name}", language) for name in planning.unproven_levels(made)]
    if unproven:
        typer.echo(message("cli.plan_uncertified", language, aims="; ".join(unproven)))
    typer.echo(message("cli.plan_verifies", language))


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as missing:
        raise refuse(
            CannotReadProblem, "cannot_open", name=file.name, reason=reason_of(missing)
        ) from missing


def _read(file: Path) -> Problem:
    return planning.read_problem(_bytes(file))


def _say_clashes(problem: Problem, language: str) -> None:
    typer.echo(message("cli.plan_clash", language), err=True)
    for clash in planning.find_conflict(problem):
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
    """Write the problem in its canonical form, each side's reasons, and last the plan."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PROBLEM).write_bytes(planning.problem_text(problem))
    answers = planning.Answers(problem, made)
    for side in (0, 1):
        reasons = [
            _reason(person.id, answers.of(person.id), language)
            for person in problem.persons
            if person.side == side
        ]
        text = json.dumps(reasons, ensure_ascii=False, indent=1)
        (folder / f"reasons-side-{side}.json").write_text(text + "\n", encoding="utf-8")
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
