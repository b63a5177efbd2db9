"""`wayhome check LIST --against REGISTER` on a real register: to each account what it may see."""

from pathlib import Path


def test_a_list_is_laid_beside_what_the_account_may_see_and_leaves_a_trace(race):
    made = race(Path(__file__).with_name("console_check.py"))
    keeper, north, administrator, nobody = made["told"]
    assert keeper["code"] == north["code"] == 0
    dead = [who for finds, who in keeper["found"]["2"] if finds == "reported_dead"]
    assert dead == ["Southland Office"]
    assert "reported_dead" not in str(north["found"])  # what Southland wrote is not its to see
    assert administrator["code"] == nobody["code"] == 2
    assert administrator["said"] == nobody["said"] != ""  # not allowed looks like not there
    assert made["history"] == 2
    assert made["read_by"] == [made["accounts"][0]]  # of others' lines nobody else was told
