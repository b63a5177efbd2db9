"""Before the first request: tables, static files; after it: that it was answered."""

import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command

from wayhome.apps.audit.models import User
from wayhome.files.refusals import refuse
from wayhome.web.serving.address import Address, CannotServe, is_loopback
from wayhome.web.serving.crew import Crew

WAIT_SECONDS = 300  # on a busy machine; a process that ends is noticed at once


def prepare() -> None:
    """Make or change the tables as this version needs them, and lay out the static files."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


def is_demo() -> bool:
    """Whether the database was made by `wayhome demo`: its passwords are public."""
    return User.objects.filter(is_demo=True).exists()


def refuse_what_must_not_be_served(address: Address) -> None:
    """Keep public passwords on this machine, and know the names under which others come.

    Raises:
        CannotServe: with the reason.
    """
    outside = address.behind_proxy or not is_loopback(address.host)
    if outside and is_demo():
        raise refuse(CannotServe, "serve_is_demo")
    if outside and all(is_loopback(host.strip("[]")) for host in settings.INSTALLATION.hosts):
        raise refuse(CannotServe, "serve_no_hosts")


@contextmanager
def served(address: Address, *, processes: int) -> Iterator[Crew]:
    """The register, answering; stopped at the end.

    Raises:
        CannotServe: the web server did not answer, or with a fault.
    """
    web = ["--host", address.host, "--port", str(address.port), "--processes", str(processes)]
    if address.certificate and address.private_key:
        web += ["--certificate", str(address.certificate)]
        web += ["--private-key", str(address.private_key)]
    crew = Crew({"web": web, "worker": [], "sequencer": []})
    try:
        crew.start()
        status = wait_until_answered(address, crew)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise refuse(CannotServe, "serve_first_page", status=str(status))
        yield crew
    finally:
        crew.stop()


def wait_until_answered(address: Address, crew: Crew) -> int:
    """Ask for the first page until it is answered; its status.

    Raises:
        CannotServe: no answer for minutes, or never one.
    """
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until and crew.is_up("web"):
        try:
            return answer_of(address)
        except OSError:
            time.sleep(0.2)
    raise refuse(CannotServe, "serve_no_answer")


def check_answer(address: Address) -> None:
    """Ask for the page to log in.

    Raises:
        CannotServe: it was not answered with a page.
    """
    status = answer_of(address, "/accounts/login/")
    if status != 200:
        raise refuse(CannotServe, "serve_login_page", status=str(status))


def answer_of(address: Address, path: str = "/health/") -> int:
    """The status with which the server answers."""
    where = urlsplit(address.url)
    if where.scheme == "https":
        # Whether the certificate is good is for browsers to say; here only that somebody listens.
        import ssl  # noqa: PLC0415

        context = ssl._create_unverified_context()  # noqa: S323
        asked: http.client.HTTPConnection = http.client.HTTPSConnection(
            address.host, address.port, timeout=10, context=context
        )
    else:
        asked = http.client.HTTPConnection(address.host, address.port, timeout=10)
    forwarded = {"X-Forwarded-Proto": "https"} if address.behind_proxy else {}
    try:
        asked.request("GET", path, headers={"Host": settings.INSTALLATION.hosts[0], **forwarded})
        return asked.getresponse().status
    finally:
        asked.close()
