"""`wayhome restore`."""

import os
from pathlib import Path
from typing import Annotated

import typer

from wayhome.cli.opening import Data, needs_web, open_register, told


def restore(
    file: Annotated[Path, typer.Argument(help="The backup.")],
    identity: Annotated[
        Path, typer.Option(help="File with a secret key that `wayhome backup-key` made.")
    ],
    data: Data = None,
) -> None:
    """Make a register from a backup, in a new folder and an empty database."""
    with told():
        needs_web()
        from wayhome.web.installation import Installation  # noqa: PLC0415
        from wayhome.web.safekeeping import restoring  # noqa: PLC0415

        if data is not None:
            os.environ["WAYHOME_DATA"] = str(data.absolute())
        home = Installation.from_environment().folder
        with restoring.unpacked(file, identity=identity, home=home) as unpacked:
            restoring.put_files(unpacked, home)
            open_register(data)
            restoring.fill_database(unpacked)
            held = restoring.compare(unpacked)
    typer.echo(f"Restored into {home}. {held}")
