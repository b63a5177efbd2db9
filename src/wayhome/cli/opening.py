"""How a command opens the register: the folder, the extra `web`, Django."""

import os
from pathlib import Path
from typing import Annotated

import typer

from wayhome.values import WayhomeError

Data = Annotated[
    Path | None,
    typer.Option(
        help="Folder of the register: database and keys. Else WAYHOME_DATA, else the user's own."
    ),
]


class CannotOpenRegister(WayhomeError):
    """The register cannot be opened on this machine as it is."""


def open_register(folder: Path | None, *, plain_http: bool | None = None) -> None:
    """Make Django ready for the register in this folder.

    Args:
        folder: sets WAYHOME_DATA; None leaves the environment as it is.
        plain_http: sets WAYHOME_PLAIN_HTTP; None leaves the environment as it is.

    Raises:
        CannotOpenRegister: the extra `web` is not installed.
    """
    if folder is not None:
        os.environ["WAYHOME_DATA"] = str(folder.absolute())
    if plain_http is not None:
        os.environ["WAYHOME_PLAIN_HTTP"] = "1" if plain_http else "0"
    os.environ["DJANGO_SETTINGS_MODULE"] = "wayhome.web.settings"
    try:
        import django  # noqa: PLC0415
        import django_tasks_db  # noqa: F401, PLC0415
        import granian  # noqa: F401, PLC0415
    except ImportError as missing:
        raise CannotOpenRegister(
            "The register needs more packages than matching does. "
            "Install them: pip install wayhome[web]"
        ) from missing
    django.setup()
