"""`wayhome serve`: the register, until Ctrl-C."""

import signal
from pathlib import Path
from typing import Annotated

import typer

from wayhome.cli.opening import Data, open_register, told
from wayhome.files.refusals import refuse


def serve(
    port: Annotated[int, typer.Option(help="Port; the next free one if it is taken.")] = 8000,
    host: Annotated[str, typer.Option(help="Address of this machine to listen on.")] = "127.0.0.1",
    certificate: Annotated[
        Path | None, typer.Option(help="Certificate (PEM), to serve over https.")
    ] = None,
    private_key: Annotated[Path | None, typer.Option(help="Its private key (PEM).")] = None,
    behind_proxy: Annotated[
        bool,
        typer.Option(help="A proxy on this machine speaks TLS and sets X-Forwarded-Proto."),
    ] = False,
    processes: Annotated[int, typer.Option(min=1, help="Web server processes.")] = 2,
    data: Data = None,
) -> None:
    """Run the register: web server, worker of long work, sequencer of the history."""
    with told():
        run(
            host=host,
            port=port,
            tls=(certificate, private_key),
            behind_proxy=behind_proxy,
            processes=processes,
            data=data,
        )


def run(
    *,
    host: str,
    port: int,
    tls: tuple[Path | None, Path | None] = (None, None),
    behind_proxy: bool = False,
    processes: int = 2,
    data: Path | None = None,
    check: bool = False,
) -> None:
    """Serve until stopped; with `check`, until one page was answered.

    Raises:
        CannotServe: the register must not be served there, or does not stay up.
    """
    from wayhome.web.serving.address import Address, CannotServe, free_port  # noqa: PLC0415

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what service managers send
    address = Address(
        host=host,
        port=free_port(host, port),
        certificate=tls[0],
        private_key=tls[1],
        behind_proxy=behind_proxy,
    )
    open_register(data, plain_http=address.plain_http)
    from wayhome.web.serving import ready  # noqa: PLC0415

    ready.prepare()
    ready.refuse_what_must_not_be_served(address)
    try:
        with ready.served(address, processes=processes) as crew:
            typer.echo(f"The register is open at {address.url} (Ctrl-C stops it).")
            if check:
                return ready.check_answer(address)
            failed = crew.watch()
    except KeyboardInterrupt:
        typer.echo("The register is closed.")
        return
    raise refuse(CannotServe, "serve_process_down", process=str(failed))
