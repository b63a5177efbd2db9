"""Where the register may be served."""

import socket

import pytest

from wayhome.web.serving.address import Address, CannotServe, free_port, is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_loopback_may_be_plain_http(host):
    assert is_loopback(host)
    assert Address(host=host, port=8000).plain_http
    assert Address(host=host, port=8000).url == "http://localhost:8000/"


ANYWHERE = "0.0.0.0"  # noqa: S104


@pytest.mark.parametrize("host", [ANYWHERE, "::", "192.168.1.4", "10.0.0.1", "register.example"])
@pytest.mark.parametrize("behind_proxy", [False, True])
def test_elsewhere_plain_http_is_refused(host, behind_proxy):
    with pytest.raises(CannotServe, match="https only"):
        Address(host=host, port=8000, behind_proxy=behind_proxy)


def test_elsewhere_https_needs_both_halves(tmp_path):
    whole = Address(
        host="192.168.1.4", port=443, certificate=tmp_path / "c", private_key=tmp_path / "k"
    )
    assert not whole.plain_http
    with pytest.raises(CannotServe, match="private key"):
        Address(host="192.168.1.4", port=443, certificate=tmp_path / "c")


def test_behind_a_proxy_cookies_are_secure():
    assert not Address(host="127.0.0.1", port=8000, behind_proxy=True).plain_http


def test_a_taken_port_gives_the_next():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < free_port("127.0.0.1", port) <= port + 50
