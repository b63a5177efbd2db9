"""`wayhome plan`: make the plan of an exchange, or verify one without a solver."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from wayhome.cli.opening import told
from wayhome.cli.stopping import REFUSED
from wayhome.engines import planning
from wayhome.engines.planning import CannotReadProblem, NoPlan, Plan, Problem
from wayhome.files import reason_of, refuse

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
    with told():
        asked = _read(problem)
        if (out / PLAN).exists():
            raise refuse(CannotReadProblem, "plan_exists", folder=out)
        try:
            made = planning.plan_exchange(asked)
        except NoPlan as none:
            raise NoPlan(_clashes(asked)) from none
        breaches = planning.verify_plan(asked, made)
        if breaches:
            raise NoPlan(f"The plan made did not verify: {breaches[0].sentence}")
        _write(out, asked, made)
    typer.echo(_summary(made))
    typer.echo(f"Written to {out}. Verify it: wayhome plan verify {out / PLAN}")


@plan.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="PLAN", help="plan.json, or its folder.")],
    problem: Annotated[
        Path | None, typer.Option(help="The problem it answers. Else problem.json beside it.")
    ] = None,
) -> None:
    """Check rules, values, certificates and hash by addition; no solver. 2 if any fails."""
    with told():
        at = file / PLAN if file.is_dir() else file
        asked = _read(problem or at.with_name(PROBLEM))
        made = planning.read_plan(_bytes(at))
        breaches = planning.verify_plan(asked, made)
        for breach in breaches:
            typer.echo(f"{breach.rule}: {breach.sentence}", err=True)
        if breaches:
            typer.echo("The plan does not verify.", err=True)
            raise typer.Exit(REFUSED)
        typer.echo(_summary(made))
        unproven = planning.unproven_levels(made)
        if unproven:
            typer.echo(f"Allowed, but not certified as the most possible: {', '.join(unproven)}.")
        typer.echo("The plan verifies: every rule, value, certificate and the hash of its list.")


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as missing:
        raise refuse(
            CannotReadProblem, "cannot_open", name=file.name, reason=reason_of(missing)
        ) from missing


def _read(file: Path) -> Problem:
    return planning.read_problem(_bytes(file))


def _clashes(problem: Problem) -> str:
    lines = ["No plan keeps all the rules. These clash; without any one of them the rest do not:"]
    for clash in planning.find_conflict(problem):
        enough = (
            "alone not enough to give way on"
            if clash.give_way is None
            else f"giving way by {clash.give_way} is enough"
        )
        lines.append(f"- {clash.sentence} ({enough})")
    return "\n".join(lines)


def _summary(made: Plan) -> str:
    batches = sorted({(batch, side) for batch, side, _ in made.lines})
    counts = [
        f"Batch {batch + 1}, side {side}: "
        f"{sum(line[:2] == (batch, side) for line in made.lines)} persons"
        for batch, side in batches
    ]
    returns = sorted({(batch, side) for batch, side, _ in made.dead})
    counts += [
        f"Batch {batch + 1}, side {side}: "
        f"{sum(line[:2] == (batch, side) for line in made.dead)} of the dead"
        for batch, side in returns
    ]
    worth = [f"{name}: {value}" for name, value in zip(made.objectives, made.values, strict=True)]
    return "\n".join([*counts, *worth, f"List hash {made.list_hash}"])


def _write(folder: Path, problem: Problem, made: Plan) -> None:
    """Write the problem in its canonical form, each side's reasons, and last the plan."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PROBLEM).write_bytes(planning.problem_text(problem))
    answers = planning.Answers(problem, made)
    for side in (0, 1):
        reasons = []
        for person in problem.persons:
            if person.side == side:
                answer = answers.of(person.id)
                reasons.append(
                    {
                        "id": person.id,
                        "batch": answer.batch,
                        "code": answer.code,
                        "reason": answer.sentence,
                        "family": answer.family,
                    }
                )
        text = json.dumps(reasons, ensure_ascii=False, indent=1)
        (folder / f"reasons-side-{side}.json").write_text(text + "\n", encoding="utf-8")
    (folder / PLAN).write_text(planning.plan_text(made), encoding="utf-8", newline="\n")
