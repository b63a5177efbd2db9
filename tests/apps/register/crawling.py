"""Everything an account can reach, page by page: body, headers, and how many queries it took."""

import re
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

from django.db import connection, transaction
from django.test import Client

MASKED = (
    (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'), b"CSRF"),
    (re.compile(rb'nonce="[^"]+"'), b"NONCE"),
    (re.compile(rb'name="token" value="[^"]+"'), b"TOKEN"),  # of a search, signed anew each time
)
MOST = 400


class _Links(HTMLParser):
    """The addresses a page leads to: its links, and each choice of each of its GET forms."""

    def __init__(self):
        super().__init__()
        self.found, self._form, self._select = [], None, None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.found.append(given["href"])
        elif tag == "form":
            is_get = given.get("method", "get").lower() == "get"
            self._form = given.get("action") or "" if is_get else None
        elif tag == "select":
            self._select = given.get("name")
        elif tag == "option" and self._form is not None and self._select:
            self.found.append(f"{self._form}?{urlencode({self._select: given.get('value', '')})}")

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None


def crawl(user, sign_in, *, searches=(), posts=(), also=()):
    """What the account sees, by address. Nothing of it stays: not even that it looked.

    `also` are addresses that no link leads to.

    Returns:
        address -> (status, headers, masked body, number of queries).
    """
    client = sign_in(Client(), user)
    seen = {}
    with transaction.atomic():
        waiting = ["/", *also]
        while waiting:
            address = waiting.pop()
            if address in seen:
                continue
            assert len(seen) < MOST, "The crawl does not end."
            seen[address] = answer = _take(client, "get", address)
            waiting += [one for one in _addresses(address, answer) if one not in seen]
        for text in searches:
            seen["search", text] = _take(client, "post", "/search/", {"text": text})
        for address, data in posts:
            seen["post", address, *data.values()] = _take(client, "post", address, data)
        transaction.set_rollback(True)
    return seen


def look_at(user, sign_in, address):
    """One page as the account sees it, as text. Nothing of it stays."""
    client = sign_in(Client(), user)
    with transaction.atomic():
        _status, _headers, body, _queries = _take(client, "get", address)
        transaction.set_rollback(True)
    return body.decode()


def _take(client, method, address, data=None):
    queries = []

    def count(execute, sql, params, many, context):
        queries.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        response = getattr(client, method)(address, data)
    body = response.getvalue() if response.streaming else response.content
    for pattern, instead in MASKED:
        body = pattern.sub(instead, body)
    headers = {
        name: re.sub(r"nonce-[^']+", "nonce", value)
        for name, value in response.headers.items()
        if name != "Set-Cookie"
    }
    return response.status_code, headers, body, len(queries)


def _addresses(here, answer):
    _status, headers, body, _queries = answer
    if "html" not in headers.get("Content-Type", ""):
        return [headers["Location"]] if "Location" in headers else []
    links = _Links()
    links.feed(body.decode())
    found = [urlsplit(urljoin(here, link)) for link in links.found]
    return [
        one._replace(fragment="").geturl()
        for one in found
        if not one.scheme and not one.path.startswith(("/static/", "/accounts/"))
    ]
