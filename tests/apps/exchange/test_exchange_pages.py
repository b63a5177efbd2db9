"""The pages of exchanges open for those they are for, and say what they should."""

import pytest
from exchange.exchanging import drawn, planned, world


@pytest.mark.django_db
def test_the_pages_of_an_exchange_open(client, parties):
    made = world(parties)
    draw = drawn(made)
    job = planned(made, draw)
    client.force_login(made.keeper)
    for address in (
        "/exchanges/",
        f"/exchanges/open/{made.exchange.commitment.uid}/",
        f"/exchanges/{made.exchange.uid}/",
        f"/exchanges/{made.exchange.uid}/terms/",
        f"/exchanges/{made.exchange.uid}/board/",
        f"/exchanges/{made.exchange.uid}/side/0/listed/",
        f"/exchanges/lists/{made.lists[0].uid}/",
        f"/exchanges/lines/{made.lines[0][0].uid}/",
        f"/exchanges/draws/{draw.uid}/",
        f"/exchanges/plans/{job.plan.uid}/",
        f"/exchanges/plans/{job.plan.uid}/problem.json",
        f"/exchanges/plans/{job.plan.uid}/plan.json",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
