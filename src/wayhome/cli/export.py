"""`wayhome export`."""

from pathlib import Path
from typing import Annotated

import typer

from wayhome.cli.opening import Data, open_existing, told
from wayhome.files.refusals import refuse
from wayhome.values import WayhomeError


class CannotExport(WayhomeError):
    """An export that was not asked for clearly. Nothing was written."""


def export(
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
    everything: Annotated[
        bool, typer.Option("--all", help="Every table, opened, with the names of persons.")
    ] = False,
    form: Annotated[
        str, typer.Option("--format", help="csv, to look at; json, to be read by a machine.")
    ] = "csv",
    data: Data = None,
) -> None:
    """Write the whole register into files for the institution's own use. They are not encrypted."""
    with told():
        open_existing(data)
        from django.utils import timezone  # noqa: PLC0415

        from wayhome.web.safekeeping.export import Form, export_all  # noqa: PLC0415

        if not everything:
            raise refuse(CannotExport, "export_say_all")
        if form not in list(Form):
            raise refuse(CannotExport, "export_format")
        rows = export_all(folder, form=Form(form), at=timezone.now())
    typer.echo(f"{sum(rows.values()):,} rows of {len(rows)} tables are in {folder}, unencrypted.")
