"""Where the register is served, and where it must not be."""

import ipaddress
import socket
from dataclasses import dataclass
from pathlib import Path

from wayhome.files.refusals import refuse
from wayhome.values import WayhomeError

PORTS_TRIED = 50


class CannotServe(WayhomeError):
    """The register must not, or cannot, be served there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """A host and port, and how what goes over the wire is protected."""

    host: str
    port: int
    certificate: Path | None = None  # PEM, with its private key: we speak TLS ourselves
    private_key: Path | None = None
    behind_proxy: bool = False  # somebody else speaks TLS and sets X-Forwarded-Proto

    def __post_init__(self) -> None:
        """Refuse plain http elsewhere than on loopback.

        Raises:
            CannotServe: what goes over the network would be readable, or half a key pair was given.
        """
        if (self.certificate is None) != (self.private_key is None):
            raise refuse(CannotServe, "serve_half_certificate")
        if not self.certificate and not is_loopback(self.host):
            raise refuse(CannotServe, "serve_https_only")

    @property
    def plain_http(self) -> bool:
        """Whether cookies travel without TLS: on loopback only."""
        return self.certificate is None and not self.behind_proxy

    @property
    def url(self) -> str:
        """What to open in a browser on this machine."""
        scheme = "http" if self.certificate is None else "https"
        host = "localhost" if is_loopback(self.host) else self.host
        return f"{scheme}://{host}:{self.port}/"


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next one that is free.

    Raises:
        CannotServe: none of the next ports is free, or the host is not one of this machine.
    """
    for port in range(wanted, min(wanted + PORTS_TRIED, 65536)):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except socket.gaierror as unknown:
                raise refuse(CannotServe, "serve_no_address", host=str(host)) from unknown
            except OSError:
                continue
            return port
    raise refuse(CannotServe, "serve_no_port", port=str(wanted), host=str(host))
