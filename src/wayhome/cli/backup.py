"""`wayhome backup` and `wayhome backup-key`."""

from pathlib import Path
from typing import Annotated

import typer

from wayhome.cli.opening import Data, needs_web, open_existing, told


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write the backup, encrypted with age.")],
    to: Annotated[
        list[str] | None,
        typer.Option(metavar="AGE", help="A recipient (age1...). Name two at least."),
    ] = None,
    data: Data = None,
) -> None:
    """Back up database and keys of a register, running or not."""
    with told():
        open_existing(data)
        from django.utils import timezone  # noqa: PLC0415

        from wayhome.web.safekeeping.backup import back_up  # noqa: PLC0415

        manifest = back_up(file, to=to or [], at=timezone.now())
    typer.echo(f"Backed up: {file} ({file.stat().st_size:,} bytes).")
    typer.echo(f"The history in it has {manifest.size} signed entries, root {manifest.root[:16]}.")


def backup_key(
    file: Annotated[Path, typer.Argument(help="Where to write the secret key.")],
) -> None:
    """Make a key that opens backups. Keep it away from the register; print its recipient."""
    with told():
        needs_web()
        from wayhome.web.safekeeping.archive import write_identity  # noqa: PLC0415

        typer.echo(write_identity(file))
