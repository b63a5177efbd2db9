"""`wayhome doctor`: what is wrong with an installation."""

import typer

from wayhome.cli.opening import Data, open_register, told
from wayhome.cli.stopping import REFUSED


def doctor(data: Data = None) -> None:
    """Say what is wrong with an installation, in sentences. 2 if anything is."""
    with told():
        open_register(data)
        from wayhome.web.safekeeping.checkup import check_up  # noqa: PLC0415

        ill = 0
        for said in check_up():
            typer.echo(f"{'well ' if said.well else 'WRONG'}  {said.sentence}")
            ill += not said.well
    if ill:
        raise typer.Exit(REFUSED)
