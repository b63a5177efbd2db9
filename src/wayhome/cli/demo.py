"""`wayhome demo`: the example register on this machine, with accounts to log in as."""

import shutil
import time
from pathlib import Path
from typing import Annotated

import typer

import wayhome
from wayhome.cli.opening import CannotOpenRegister, open_register, told
from wayhome.cli.serve import run
from wayhome.cli.stopping import default_language
from wayhome.files.refusals import refuse

HALF_MADE = ".loading"


def demo(
    port: Annotated[int, typer.Option(help="Port; the next free one if it is taken.")] = 8000,
    data: Annotated[Path, typer.Option(help="Folder for the example's database and keys.")] = Path(
        "demo/register"
    ),
    check: Annotated[
        bool, typer.Option("--check", help="Load, answer one request and exit: for tests.")
    ] = False,
) -> None:
    """Load the example register, all of it invented, and open it on this machine."""
    with told():
        _forget_half_made(data)
        open_register(data, plain_http=True)
        _load_once(data)
        write_kinship_report(data.parent / "kinship")
        _introduce()
        run(host="127.0.0.1", port=port, data=data, processes=1, check=check)


def _forget_half_made(data: Path) -> None:
    """Remove what a demo that was killed while it loaded has left."""
    if (data / HALF_MADE).exists():
        shutil.rmtree(data)


def _load_once(data: Path) -> None:
    """Load the example, unless it is there already.

    Raises:
        CannotOpenRegister: another register is in the folder, or in the database.
    """
    from wayhome.apps.audit.models import Party  # noqa: PLC0415
    from wayhome.web.demo.loading import load_example  # noqa: PLC0415
    from wayhome.web.serving import ready  # noqa: PLC0415

    began = time.monotonic()
    ready.prepare()
    if ready.is_demo():
        return
    if Party.objects.exists():
        raise refuse(CannotOpenRegister, "register_is_no_demo")
    mark = data / HALF_MADE
    mark.touch()
    load_example(lambda what: typer.echo(f"{time.monotonic() - began:5.1f} s  {what}"))
    mark.unlink()
    typer.echo(f"{time.monotonic() - began:5.1f} s  The example is loaded.")


def write_kinship_report(out: Path) -> None:
    """Search the invented remains among the invented families, unless that was done before."""
    from wayhome.cli.kinship import search  # noqa: PLC0415

    package = Path(wayhome.__file__).parent
    places = (
        package / "resources" / "example_kinship",
        package.parents[1] / "examples" / "kinship",
    )
    example = next((place for place in places if (place / "remains.xml").is_file()), None)
    if example is None or (out / "report.html").exists():
        return
    began = time.monotonic()
    search(
        example / "remains.xml", example / "families", out,
        elimination=example / "staff.csv", missing_in_all=400, sought=[],
        language=default_language(), progress=lambda _stage, _share: None,
    )  # fmt: skip
    report = (out / "report.html").resolve()
    typer.echo(f"{time.monotonic() - began:5.1f} s  A kinship report: {report.as_uri()}")


def _introduce() -> None:
    from wayhome.web.demo.people import EVERYBODY, PASSWORD  # noqa: PLC0415

    typer.echo("\nEverybody in it is invented, and the passwords are public. Log in as:\n")
    for one in EVERYBODY:
        roles = ", ".join(role.value.replace("_", " ") for role in one.roles)
        typer.echo(f"  {roles:<20} {one.email:<42} {one.office}")
    typer.echo(f"\n  password of all: {PASSWORD}")
    typer.echo("  one-time code: the login page shows the current one of each account\n")
