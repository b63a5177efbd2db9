"""One child of a running register: `web`, `worker` or `sequencer`. Started by `Crew`."""

import argparse
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from pathlib import Path

THREADS = 4
NUMBER_EVERY_SECONDS = 2.0


def main() -> None:
    """Run the child that the first argument names, until the parent closes our input."""
    parser = argparse.ArgumentParser()
    parser.add_argument("child", choices=["web", "worker", "sequencer"])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--certificate", type=Path)
    parser.add_argument("--private-key", type=Path)
    parser.add_argument("--processes", type=int, default=2)
    call = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # the parent may have ignored it
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        {"web": _web, "worker": _worker, "sequencer": _sequencer}[call.child](call)
    except KeyboardInterrupt:
        sys.exit(0)


def _end_with_parent() -> None:
    """Wait for the end of our input, then interrupt the main thread."""
    while os.read(0, 1):  # not sys.stdin: its lock would be held in what the web server forks
        pass
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        os.kill(os.getpid(), signal.CTRL_C_EVENT)  # type: ignore[attr-defined]


def _web(call: argparse.Namespace) -> None:
    from granian import Granian  # noqa: PLC0415
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    server = Granian(
        "wayhome.web.wsgi:application",
        address=call.host,
        port=call.port,
        interface=Interfaces.WSGI,
        workers=call.processes,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=8,  # one that was still starting did not hear us
        ssl_cert=call.certificate,
        ssl_key=call.private_key,
    )
    try:
        server.serve()
    finally:  # interrupted while it started, it leaves its processes behind
        for process in multiprocessing.active_children():
            process.kill()


def _worker(_call: argparse.Namespace) -> None:
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    from wayhome.apps.exchange.tasks import planning  # noqa: PLC0415
    from wayhome.apps.register.tasks import checking, imports, matching  # noqa: PLC0415
    from wayhome.apps.talks.tasks import readings  # noqa: PLC0415

    imports.take_up()  # what a worker left that was killed
    matching.take_up()
    checking.take_up()
    planning.take_up()
    readings.take_up()
    call_command("db_worker", "--queue-name", "*", "--interval", "0.5", verbosity=0)


def _sequencer(_call: argparse.Namespace) -> None:
    import django  # noqa: PLC0415

    django.setup()
    from django.db import DatabaseError, close_old_connections  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from wayhome.apps.audit.services.sequencer import number_entries  # noqa: PLC0415
    from wayhome.engines.ledger import LedgerBroken  # noqa: PLC0415
    from wayhome.values import WayhomeError  # noqa: PLC0415

    logger = logging.getLogger("wayhome.sequencer")
    while True:
        close_old_connections()
        try:
            number_entries(at=timezone.now())
        except LedgerBroken as broken:
            logger.error("The history is not signed any more: %s", broken)
        except DatabaseError as error:
            logger.warning("Entries wait to be numbered: %s.", type(error).__name__)
        except WayhomeError as broken:
            logger.error("%s", broken)
        time.sleep(NUMBER_EVERY_SECONDS)


if __name__ == "__main__":
    main()
