"""How a command ends that was refused or stopped: with a sentence, in the user's language."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from wayhome.cli.terminal import shown
from wayhome.files import refusal_in
from wayhome.files.messages import LANGUAGES, message
from wayhome.values import Cancelled, WayhomeError

REFUSED = 2
STOPPED = 130


def default_language() -> str:
    """The first language of the environment that reports are written in, else English."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(variable, "").partition("_")[0].lower()
        if code in LANGUAGES:
            return code
    return "en"


@contextmanager
def told_in(language: str, *, stopped: str = "cli.stopped") -> Iterator[None]:
    """Turn a refusal into its sentence and exit code 2, a stop into the message `stopped` and 130.

    Raises:
        typer.Exit: instead of the refusal or the stop.
    """
    try:
        yield
    except (Cancelled, KeyboardInterrupt) as stop:
        typer.echo(message(stopped, language), err=True)
        raise typer.Exit(STOPPED) from stop
    except WayhomeError as refusal:
        typer.echo(shown(refusal_in(refusal, language)), err=True)
        raise typer.Exit(REFUSED) from refusal
