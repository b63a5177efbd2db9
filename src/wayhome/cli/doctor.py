"""`wayhome doctor`: what is wrong with an installation."""

import typer

from wayhome.cli.opening import Data, open_register, told
from wayhome.cli.stopping import REFUSED, default_language
from wayhome.files.messages import message


def doctor(data: Data = None) -> None:
    """Say what is wrong with an installation, in sentences. 2 if anything is."""
    lang, ill = default_language(), 0
    words = {well: message(f"doctor.{code}", lang) for well, code in _FOUND.items()}
    width = max(map(len, words.values()))
    with told():
        open_register(data)
        from wayhome.web.safekeeping.checkup import check_up  # noqa: PLC0415

        for said in check_up():
            typer.echo(f"{words[said.well]:{width}}  {said.sentence_in(lang)}")
            ill += not said.well
    if ill:
        raise typer.Exit(REFUSED)


_FOUND = {True: "well", False: "wrong"}
