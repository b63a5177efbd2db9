"""Exchanges of invented parties for tests, in as few words as possible."""

import hashlib
from datetime import date, timedelta
from types import SimpleNamespace

from register.judging import lines as register_lines
from register.judging import person_list
from talks.talking import PUBLIC, negotiator, promise, talks

from conftest import NOON
from wayhome.apps.audit.models import Organisation, Role
from wayhome.apps.exchange.selectors.terms import Terms
from wayhome.apps.exchange.services.agreeing import accept_days, accept_list, freeze_list
from wayhome.apps.exchange.services.draws import commit_share, open_draw, reveal_share
from wayhome.apps.exchange.services.exchanges import open_exchange, set_terms
from wayhome.apps.exchange.services.lists import draw_up_list, put_from_list
from wayhome.apps.exchange.services.planning import run_plan, start_plan
from wayhome.apps.exchange.services.private import approve_absence, ask_absence

DAYS = (date(2026, 4, 1), date(2026, 4, 8))


def terms(n=2, seats=10, **other):
    """N for N in two batches."""
    room = ((seats,) * 2, (seats,) * 2)
    told = {"days": DAYS, "numbers": (n, n), "parity": n, "seats": room, "stretchers": room}
    return Terms(**told | other)


def opened(parties, *, by=None, filing=PUBLIC, **other):
    """An exchange with its terms, between Northland (side 0) and Southland (side 1)."""
    by = by or negotiator()
    _, north, south = talks(by, parties=parties, filing=filing)
    commitment = promise(north, by, bound=[north, south], filing=filing, title="Two each")
    made = open_exchange(
        commitment=commitment, sides=(north, south), title="Two for two", by=by, at=NOON
    )
    set_terms(exchange=made, terms=terms(**other), by=by, at=NOON)
    return made, by


def held_list(party, by, names, kind="held", **fields):
    """A list of the register of whom a party holds."""
    office = Organisation.objects.get(party=party)
    return person_list(office, by, kind, register_lines(party, names, **fields))


def listed(exchange, by, names, number=0, **fields):
    """The first list of a side with these people, and its lines in their order."""
    side = exchange.sides.get(number=number)
    made = draw_up_list(holder=side, drawn_up_by=side, by=by, at=NOON)
    source = held_list(side.party, by, names, **fields)
    return made, list(put_from_list(list=made, source=source, by=by, at=NOON))


def world(parties, *, names=("Aldren", "Birk", "Corvin"), n=2, fields=None, **other):
    """An exchange with a list of each side; a negotiator of each, and of the keeper."""
    exchange, by = opened(parties, n=n, **other)
    made = SimpleNamespace(exchange=exchange, keeper=by)
    made.sides = list(exchange.sides.order_by("number"))
    both = [
        listed(exchange, by, [f"{name}{end}" for name in names], number, **fields or {})
        for number, end in enumerate(("sson", "enko"))
    ]
    made.lists, made.lines = [one for one, _ in both], [rows for _, rows in both]
    made.north = negotiator("Northland Bureau", Role.REGISTRAR)
    made.south = negotiator("Southland Bureau", Role.REGISTRAR)
    return made


def later(minutes):
    return NOON + timedelta(minutes=minutes)


def agreed(made):
    """Both lists frozen; both sides accept both, and the days; the draw is open."""
    for list_ in made.lists:
        freeze_list(list=list_, by=made.keeper, at=NOON)
    for side, by in zip(made.sides, (made.north, made.south), strict=True):
        for list_ in made.lists:
            accept_list(list=list_, side=side, by=by, at=NOON)
        accept_days(exchange=made.exchange, side=side, by=by, at=NOON)
    return open_draw(exchange=made.exchange, by=made.keeper, at=NOON)


SHARES = ("north wind at the ford", "a lamp in the south", "the lantern of the keeper")


def drawn(made):
    """The draw with its salt."""
    draw = agreed(made)
    who = list(zip((*made.sides, None), SHARES, (made.north, made.south, made.keeper), strict=True))
    for side, salt, by in who:
        digest = hashlib.sha256(salt.encode()).hexdigest()
        commit_share(draw=draw, side=side, sha256=digest, by=by, at=NOON)
    for side, salt, by in who:
        reveal_share(draw=draw, side=side, salt=salt, by=by, at=NOON)
    return draw


def planned(made, draw=None):
    """The job of the plan, run."""
    job = start_plan(draw=draw or drawn(made), by=made.keeper, at=NOON)
    run_plan(job=job, at=NOON)
    return job


def absent(people, line, cause="medical", *, approve=True):
    """Somebody is not available, for a cause."""
    made = ask_absence(
        line=line, cause=cause, approver=people["signer"], by=people["proposer"], at=NOON
    )
    if approve:
        approve_absence(absence=made, by=people["signer"], at=NOON)
    return made
