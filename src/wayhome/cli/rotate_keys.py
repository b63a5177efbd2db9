"""`wayhome rotate-keys`."""

from typing import Annotated

import typer

from wayhome.cli.opening import Data, open_existing, told
from wayhome.cli.stopping import STOPPED


def rotate_keys(
    destroy_old: Annotated[
        bool,
        typer.Option("--destroy-old", help="Instead, destroy masters that wrap nothing any more."),
    ] = False,
    data: Data = None,
) -> None:
    """Wrap every key under a new master key. Can be stopped, and goes on where it was."""
    with told():
        open_existing(data)
        from django.utils import timezone  # noqa: PLC0415

        from wayhome.apps.audit.services import rotation  # noqa: PLC0415

        if destroy_old:
            destroyed = rotation.destroy_old_masters(at=timezone.now())
            typer.echo(f"Destroyed: {', '.join(destroyed) or 'none'}.")
            return
        try:
            done = rotation.rotate_keys(at=timezone.now(), progress=_tell)
        except KeyboardInterrupt as stopped:
            typer.echo("Stopped between two batches. Call it again to go on.", err=True)
            raise typer.Exit(STOPPED) from stopped
    typer.echo(f"{done:,} keys are wrapped under the new master. Make a backup now.")


def _tell(done: int, total: int) -> None:
    typer.echo(f"{done:,} of {total:,} keys", err=True)
