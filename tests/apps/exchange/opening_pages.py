"""Every page and file of exchanges that an account can open, to compare two moments or two runs."""

import re

from django.db import transaction
from django.test import Client
from register.crawling import _addresses, _take

MOST = 200
KEY = re.compile(rb'name="key" value="[^"]+"')
"""Of an entry, drawn at random for each form."""


def opened_by(user, sign_in, *also):
    """Address -> (status, headers, masked body, number of queries). Nothing of it stays.

    Begins with the exchanges and with `also`, and leaves the pages of exchanges nowhere.
    """
    client = sign_in(Client(), user)
    seen = {}
    with transaction.atomic():
        waiting = ["/exchanges/", *also]
        while waiting:
            address = waiting.pop()
            if address not in seen:
                assert len(seen) < MOST, "The pages do not end."
                status, headers, body, queries = answer = _take(client, "get", address)
                seen[address] = (status, headers, KEY.sub(b"KEY", body), queries)
                found = _addresses(address, answer)
                waiting += [one for one in found if one.startswith("/exchanges/")]
        transaction.set_rollback(True)
    return seen


def taken(user, sign_in, *addresses):
    """The same of these addresses alone, however one comes to them."""
    client = sign_in(Client(), user)
    with transaction.atomic():
        seen = {address: _take(client, "get", address) for address in addresses}
        transaction.set_rollback(True)
    return seen


def differing(before, after):
    """The addresses at which something differs."""
    both = before.keys() | after.keys()
    return sorted(one for one in both if before.get(one) != after.get(one))
