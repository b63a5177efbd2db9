"""How a command ends that was refused or stopped: with a sentence, in the user's language."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from wayhome.files import refusal_in
from wayhome.files.messages import message
from wayhome.values import Cancelled, WayhomeError

REFUSED = 2
STOPPED = 130


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
        typer.echo(refusal_in(refusal, language), err=True)
        raise typer.Exit(REFUSED) from refusal
