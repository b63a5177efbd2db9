"""`wayhome ledger`: the history."""

import typer

from wayhome.cli.opening import Data, open_existing, told

ledger = typer.Typer(help="The history: an append-only log.", no_args_is_help=True)


@ledger.callback()
def _group() -> None:
    """The history: an append-only log."""


@ledger.command()
def verify(data: Data = None) -> None:
    """Check the whole history: every entry, hash, checkpoint and detail. 2 if it is broken."""
    with told():
        open_existing(data)
        from wayhome.apps.audit.services.verification import verify_history  # noqa: PLC0415

        checked = verify_history()
    typer.echo(
        f"The history holds: {checked.size} entries under {checked.checkpoints} checkpoints, "
        f"root {checked.root.hex()}."
    )
    typer.echo(
        f"{checked.parts} details are those the entries are bound to; {checked.erased} were "
        f"erased; {checked.waiting} entries wait for their number."
    )
