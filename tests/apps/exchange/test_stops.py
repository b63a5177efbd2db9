"""What stops a line until a person decides, and how nobody of the party learns of it."""

import pytest
from exchange.exchanging import NOON, held_list, opened, terms, world
from register.judging import judged, lines

from wayhome.apps.audit.models import Organisation
from wayhome.apps.exchange.models import AgreedLine
from wayhome.apps.exchange.selectors.funnel import funnel_of
from wayhome.apps.exchange.selectors.joined import joined_lines
from wayhome.apps.exchange.selectors.lines import history_of, lines_visible_to, shown
from wayhome.apps.exchange.selectors.stops import decision_in_words, open_stops, stops_on
from wayhome.apps.exchange.services.agreeing import freeze_list
from wayhome.apps.exchange.services.answering import accept_lines
from wayhome.apps.exchange.services.draws import open_draw
from wayhome.apps.exchange.services.exchanges import set_terms
from wayhome.apps.exchange.services.lists import draw_up_list, put_from_list, put_lines
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.exchange.services.stops import let_pass, stop_again
from wayhome.apps.register.models import Flag
from wayhome.apps.register.services.assertions import confirm_assertion, record_assertion
from wayhome.apps.register.services.flags import raise_flag, resolve_flag

pytestmark = pytest.mark.django_db
STOPPING = ("already_home", "reported_dead", "civilian", "child", "harm", "duplicate")


@pytest.fixture
def made(people, parties):
    return world(parties)


def flagged(people, line, kind):
    return raise_flag(
        entry=line.entry, kind=kind, said_by="the agency", by=people["signer"], at=NOON
    )


def kinds(made, line, viewer):
    return [one.kind for one in stops_on([line], viewer).get(line.pk, []) if one.is_open]


@pytest.mark.parametrize("kind", STOPPING)
def test_a_flag_stops_a_line_until_a_person_lets_it_pass(made, people, kind):
    line = made.lines[0][0]
    flag = flagged(people, line, kind)
    assert kinds(made, line, people["signer"]) == [kind]
    assert open_stops(made.exchange, made.keeper) == 1
    with pytest.raises(CannotExchange, match="1 line waits"):
        freeze_list(list=made.lists[0], by=made.keeper, at=NOON)
    (stop,) = stops_on([line], people["signer"])[line.pk]
    with pytest.raises(CannotExchange, match="reason"):
        let_pass(line=line, stop=stop, reason="", by=people["signer"], at=NOON)
    decision = let_pass(line=line, stop=stop, reason="looked", by=people["proposer"], at=NOON)
    assert kinds(made, line, people["signer"]) == []
    assert decision_in_words(decision, made.keeper) == "looked"
    assert decision_in_words(decision, made.north) == ""
    stop_again(decision=decision, reason="too fast", by=people["signer"], at=NOON)
    assert kinds(made, line, people["signer"]) == [kind]
    with pytest.raises(CannotExchange):
        stop_again(decision=decision, reason="too fast", by=people["signer"], at=NOON)
    let_pass(line=line, stop=stop, reason="looked again", by=people["signer"], at=NOON)
    freeze_list(list=made.lists[0], by=made.keeper, at=NOON)
    line.refresh_from_db()
    # Raised anew, it is another flag: a person looks again.
    resolve_flag(flag=flag, reason="done", by=people["signer"], at=NOON)
    flagged(people, line, kind)
    assert kinds(made, line, people["signer"]) == [kind]


def test_a_child_or_civilian_who_passes_travels_beside_the_count_unless_it_is_none(made, people):
    for line, beside in ((made.lines[0][0], True), (made.lines[0][1], False)):
        flagged(people, line, "civilian")
        (stop,) = stops_on([line], people["signer"])[line.pk]
        let_pass(line=line, stop=stop, reason="asked", by=people["signer"], at=NOON, beside=beside)
        line.refresh_from_db()
        assert ("civ" in line.categories) is beside


def test_a_flag_on_a_line_of_another_party_puts_nobody_beside_the_count(made, people, parties):
    line = made.lines[0][0]
    (elsewhere,) = lines(parties["south"], ["Aldren"])
    judged(line.entry, elsewhere, people, knowingly=True)
    raise_flag(entry=elsewhere, kind="child", said_by="them", by=people["signer"], at=NOON)
    (stop,) = stops_on([line], people["signer"])[line.pk]
    given = {"line": line, "stop": stop, "reason": "asked", "by": people["signer"], "at": NOON}
    with pytest.raises(CannotExchange, match="another party"):
        let_pass(**given)
    line.refresh_from_db()
    assert "child" not in line.categories  # its holder reads them
    assert kinds(made, line, people["signer"]) == ["child"]
    let_pass(**given, beside=False)
    assert kinds(made, line, people["signer"]) == []


def test_no_flag_changes_what_a_party_sees(made, people):
    def seen(viewer):
        rows = shown(lines_visible_to(viewer), viewer)
        told = [(row.line.code, row.state, row.name, row.sees_facts) for row in rows]
        events = [len(history_of(row.line, viewer)) for row in rows]
        return (
            told,
            events,
            funnel_of(made.exchange, viewer),
            stops_on([row.line for row in rows], viewer),
        )

    before = seen(made.north), seen(made.south)
    for kind in ("harm", "already_home", "reported_dead"):
        flagged(people, made.lines[0][0], kind)
    assert (seen(made.north), seen(made.south)) == before
    assert open_stops(made.exchange, made.north) == 0
    accept_lines(lines=made.lines[0], side=made.sides[1], by=made.south, at=NOON)


def test_what_is_said_of_the_same_person_elsewhere_stops_the_line(made, people, parties):
    line = made.lines[0][0]
    (elsewhere,) = lines(parties["south"], ["Aldren"])
    judged(line.entry, elsewhere, people, knowingly=True)
    assert joined_lines([line.entry_id])[line.entry_id] == {line.entry_id, elsewhere.pk}
    office = Organisation.objects.get(name="Southland Bureau")
    home = record_assertion(
        entry=elsewhere, kind="home", said_by=office, as_of_date="2026-02", evidence="seen",
        by=people["registrar"], at=NOON,
    )  # fmt: skip
    assert kinds(made, line, people["signer"]) == []
    confirm_assertion(assertion=home, by=people["signer"], at=NOON)
    assert kinds(made, line, people["signer"]) == [Flag.Kind.ALREADY_HOME]
    dead = held_list(parties["south"], made.keeper, [], kind="deceased")
    dead.appearances.create(entry=elsewhere, line=2)
    assert sorted(kinds(made, line, people["signer"])) == ["already_home", "reported_dead"]


def test_a_line_outside_the_criteria_is_stopped_and_a_child_always(made, people, parties):
    criteria = {"criteria": [{"code": "rank", "field": "rank", "test": "one_of",
                              "values": ["private"]}]}  # fmt: skip
    set_terms(exchange=made.exchange, terms=terms(criteria=criteria), by=made.keeper, at=NOON)
    new = draw_up_list(holder=made.sides[0], drawn_up_by=made.sides[0], by=made.north, at=NOON)
    (source,) = (
        held_list(parties["north"], made.keeper, ["Dorn"], rank="colonel", birth_date="2012"),
    )
    (line,) = put_from_list(list=new, source=source, by=made.north, at=NOON)
    assert line.categories == ["child", "u25"]
    found = {(one.kind, one.criterion) for one in stops_on([line], people["signer"])[line.pk]}
    assert found == {("off_criteria", "rank"), ("child", "age")}


def test_a_later_version_of_the_line_is_looked_at_too(made, people):
    """A birth date corrected since by the holder makes a child of somebody: a person decides."""
    line = made.lines[0][0]
    party = made.sides[0].party
    (corrected,) = lines(party, ["Aldrensson"], birth_date="2012")
    type(corrected).objects.filter(pk=corrected.pk).update(follows=line.entry)
    assert [one.criterion for one in stops_on([line], people["signer"])[line.pk]] == ["age"]


def test_one_person_by_two_lines_has_one_place(made, people, parties):
    line = made.lines[0][0]
    (twin,) = lines(parties["north"], ["Aldrenson"])
    judged(line.entry, twin, people, knowingly=True)
    exchange, _ = opened(parties, by=made.keeper)
    side = exchange.sides.get(number=0)
    second = draw_up_list(holder=side, drawn_up_by=side, by=made.keeper, at=NOON)
    put_lines(list=second, entries=[twin], by=made.keeper, at=NOON)
    freeze_list(list=made.lists[0], by=made.keeper, at=NOON)
    with pytest.raises(CannotExchange, match="1 person stands twice"):
        freeze_list(list=second, by=made.keeper, at=NOON)
    assert AgreedLine.objects.get(line=line).person is not None


def test_only_the_keepers_people_decide(made, people):
    line = made.lines[0][0]
    flagged(people, line, "harm")
    (stop,) = stops_on([line], people["signer"])[line.pk]
    for other in (made.north, made.south, made.keeper, people["northern_signer"]):
        with pytest.raises(CannotExchange):
            let_pass(line=line, stop=stop, reason="x", by=other, at=NOON)
    with pytest.raises(CannotExchange):
        open_draw(exchange=made.exchange, by=people["signer"], at=NOON)


def test_a_child_whom_a_flag_of_the_register_names_needs_one_decision(made, people, parties):
    born = {"birth_date": "2012-01-01"}
    source = held_list(parties["north"], made.keeper, ["Eliasson"], **born)
    (line,) = put_from_list(list=made.lists[0], source=source, by=made.keeper, at=NOON)
    assert kinds(made, line, people["signer"]) == ["child"]  # the machine's own criterion
    flag = flagged(people, line, "child")
    (stop,) = stops_on([line], people["signer"])[line.pk]
    assert stop.flag == flag
    let_pass(line=line, stop=stop, reason="the panel decided", by=people["signer"], at=NOON)
    assert kinds(made, line, people["signer"]) == []
