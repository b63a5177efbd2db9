"""The command line: one file per command.

Exit codes: 0 done; 2 the call or a file cannot be used, with a sentence that says why;
130 stopped by the user. Anything else is a fault of ours.
"""

import sys

import typer

from wayhome import __version__
from wayhome.cli.backup import backup, backup_key
from wayhome.cli.check import check
from wayhome.cli.demo import demo
from wayhome.cli.doctor import doctor
from wayhome.cli.export import export
from wayhome.cli.kinship import kinship
from wayhome.cli.ledger import ledger
from wayhome.cli.match import match
from wayhome.cli.plan import plan
from wayhome.cli.read import read
from wayhome.cli.restore import restore
from wayhome.cli.rotate_keys import rotate_keys
from wayhome.cli.serve import serve
from wayhome.cli.stopping import default_language, told_in

app = typer.Typer(
    name="wayhome",
    help="Who is sought, held, dead, home; what was promised; whether it was kept.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,
)
app.command(name="match")(match)
app.command(name="check", short_help="Say which lines of a list will not do, and why.")(check)
app.command(name="kinship", short_help="Say which remains may be whose relatives.")(kinship)
app.command(name="read", short_help="Draft what a report says was promised and done.")(read)
app.command(name="serve", short_help="Run the register: web server, worker, sequencer.")(serve)
app.command(name="demo", short_help="Open the example register. All of it is invented.")(demo)
app.command(name="doctor")(doctor)
app.command(name="backup")(backup)
app.command(name="backup-key")(backup_key)
app.command(name="restore", short_help="Make a register from a backup, in a new folder.")(restore)
app.command(name="export", short_help="Write the whole register into files.")(export)
app.command(name="rotate-keys")(rotate_keys)
app.add_typer(ledger, name="ledger")
app.add_typer(plan, name="plan", short_help="Plan an exchange, or verify a plan without a solver.")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"wayhome {__version__}")
        raise typer.Exit


@app.callback()
def wayhome(
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
    ),
) -> None:
    """Who is sought, held, dead, home; what was promised; whether it was kept."""


def main() -> None:
    """Run the command line; what a command does not tell itself is told here.

    A command with a language of its own wraps its work in `told_in`.
    """
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show Cyrillic or Arabic gets question marks, not a crash.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        with told_in(default_language()):
            app()
    except typer.Exit as ended:
        sys.exit(ended.exit_code)
