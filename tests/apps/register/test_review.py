"""Reviewing through the pages, without JavaScript: pairs, rivals, bulk, comparisons."""
# ruff: noqa: F811  fixtures are imported, then named as arguments

import pytest
from django.utils import timezone
from judging import judged, lines, person_list
from reviewing import (  # noqa: F401  fixtures
    PARTS,
    candidate,
    held,
    pair,
    proposed,
    reviewer,
    sought,
    verdict,
)

from conftest import NOON
from wayhome.apps.audit.models import Read
from wayhome.apps.register.models import CandidateMatch, Job, Judgement, Lease
from wayhome.apps.register.services.leases import HELD_FOR, take_leases

pytestmark = pytest.mark.django_db


def test_a_pair_is_shown_as_written_with_what_each_field_says(reviewer, pair):
    page = reviewer.get(f"/review/{pair.uid}/").content.decode()
    for said in ("07.03.1991", "read as", "Lysychenko", "a usual rendering",
                 "the same name in another language", "day and month changed places",
                 "likelier if they are one person", "line 2, sought", "linkage 1"):  # fmt: skip
        assert said in page
    assert Read.objects.filter(about__in=(pair.entry_a.key, pair.entry_b.key)).count() == 2


def test_words_come_in_the_readers_language(reviewer, pair):
    page = reviewer.get(f"/review/{pair.uid}/", headers={"accept-language": "ar"}).content.decode()
    assert 'dir="rtl"' in page
    assert "a usual rendering" not in page


def test_proposing_goes_on_to_the_next_pair(reviewer, pair, sought, held, people):
    other = candidate(sought[2], held[0], people, posterior=0.5)
    answer = reviewer.post(f"/review/{pair.uid}/", verdict(pair, "same"))
    assert answer.url == "/review/next/"
    made = Judgement.objects.get()
    assert (made.verdict, made.reason, made.candidate) == ("same", "as seen", pair)
    assert reviewer.get("/review/next/").url == f"/review/{other.uid}/"
    page = reviewer.get(f"/review/{pair.uid}/").content.decode()
    assert "stands for this pair already" in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("same", ""), "Give a reason"),
        (("", "because"), "Choose one"),
        (("perhaps", "x"), "perhaps"),
    ],
)
def test_what_is_not_whole_is_asked_for_and_nothing_is_lost(reviewer, pair, given, said):
    page = reviewer.post(f"/review/{pair.uid}/", verdict(pair, *given)).content.decode()
    assert said in page
    assert not Judgement.objects.exists()


def test_rivals_are_judged_together(reviewer, pair, sought, held, people):
    group = "00000000-0000-4000-8000-000000000001"
    brother = candidate(sought[1], held[0], people, rivals=group, posterior=0.4)
    CandidateMatch.objects.filter(pk=pair.pk).update(rivals=group)
    page = reviewer.get(f"/review/{pair.uid}/").content.decode()
    assert "2 pairs that rival each other" in page
    assert str(brother.uid) in page
    reviewer.post(
        f"/review/{pair.uid}/", verdict(pair, "same") | verdict(brother, "not_same", "a brother")
    )
    assert set(Judgement.objects.values_list("verdict", "reason")) == {
        ("same", "as seen"),
        ("not_same", "a brother"),
    }


def test_skipped_pairs_come_back_when_asked(reviewer, pair):
    assert reviewer.post(f"/review/{pair.uid}/skip/").url == "/review/next/"
    assert reviewer.get("/review/next/").url == "/review/"
    assert "1 pair was skipped" in reviewer.get("/review/").content.decode()
    reviewer.post("/review/resume/")
    assert reviewer.get("/review/next/").url == f"/review/{pair.uid}/"


def test_what_somebody_has_open_nobody_else_gets_unknowingly(reviewer, pair, people):
    now = timezone.now()
    assert take_leases(candidates=[pair], by=people["signer"], at=now) is None
    assert reviewer.get("/review/next/").url == "/review/"
    page = reviewer.get(f"/review/{pair.uid}/").content.decode()
    assert "<bdi>signer</bdi> has this open" in page
    assert f"{pair.uid}-verdict" not in page
    assert take_leases(candidates=[pair], by=people["proposer"], at=now + HELD_FOR) is None
    assert Lease.objects.get().user == people["proposer"]


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 2), ("?zone=match", 1), ("?field=birth_date", 2), ("?field=rank", 0),
     ("?list=SOUGHT1", 2), ("?list=NOWHERE", 2)],
)  # fmt: skip
def test_the_queue_is_narrowed(reviewer, pair, sought, held, people, query, found):
    candidate(sought[2], held[0], people, zone="match")
    page = reviewer.get(f"/review/{query}")
    assert page.context["count"] == found


@pytest.mark.parametrize(
    ("verdict", "may"),
    [
        ("same", {"match"}),
        ("not_same", {"contrary"}),
        ("unsure", {"contrary", "plain"}),
        ("", set()),
    ],
)
def test_in_bulk_nothing_is_proposed_that_a_field_or_the_machine_speaks_against(
    reviewer, sought, held, people, verdict, may
):
    agreeing = [part for part in PARTS if part["weight"] > 0]
    kinds = {
        "match": candidate(sought[2], held[0], people, zone="match", parts=agreeing),
        "contrary": candidate(sought[0], held[0], people),
        "plain": candidate(sought[1], held[0], people, parts=agreeing),
    }
    for kind, one in kinds.items():
        asked = {"pairs": [str(one.uid)], "reason": "as seen", "verdict": verdict}
        reviewer.post("/review/bulk/", asked)
        made = Judgement.objects.filter(candidate=one)
        assert made.exists() == (kind in may)
        assert all((m.in_bulk, m.state, m.verdict) == (True, "proposed", verdict) for m in made)


def test_bulk_proposes_all_that_were_ticked_or_none(reviewer, pair, sought, held, people):
    match = candidate(sought[2], held[0], people, zone="match")
    both = [str(pair.uid), str(match.uid)]
    given = {"pairs": both, "reason": "all agree", "verdict": "same"}
    told = reviewer.post("/review/bulk/", given, follow=True).content.decode()
    assert "must be opened for that" in told
    assert not Judgement.objects.exists()
    reviewer.post("/review/bulk/", {"pairs": ["nonsense"], "reason": "x", "verdict": "same"})
    assert not Judgement.objects.exists()


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"given_names": -2.0}, "these may be two of them"),
        ({"birth_date": -2.0}, "names alike"),
        ({"birth_date": 2.0}, "No field that both lines give speaks against"),
        ({"surname": -2.0, "birth_date": 2.0}, "One field speaks against one person"),
    ],
)
def test_what_speaks_against_is_read_before_the_fields_and_the_odds_are_small(
    reviewer, sought, held, people, parts, said
):
    weights = {"surname": 3.0, "given_names": 4.0, "birth_date": 3.0} | parts
    told = [
        {"field": f, "weight": w, "finding": "same" if w > 0 else "differs"}
        for f, w in weights.items()
    ]
    one = candidate(sought[0], held[0], people, parts=told, weight=12.0, posterior=0.9999)
    page = reviewer.get(f"/review/{one.uid}/").content.decode()
    assert said in page
    against = page.find("speaks against one person:")
    assert (against != -1) == any(w < 0 for w in weights.values())
    assert against < page.index('<table class="pair">') < page.index("9,999 in 10,000")
    before = page[: page.index("9,999 in 10,000")]
    assert before[before.rindex("<p") :].startswith('<p class="quiet small">')


def test_the_queue_names_the_field_that_speaks_against(reviewer, pair):
    assert "against: Born" in reviewer.get("/review/").content.decode()


def test_lists_of_one_title_are_told_apart(reviewer, sought, held, people, parties):
    office = people["northern"].organisation
    person_list(office, people["northern"], "sought", [], receipt="SOUGHT2", version=2)
    page = reviewer.get("/review/").content.decode()
    assert "List of the sought, 1 (SOUGHT1)" in page
    assert "List of the sought, 2 (SOUGHT2)" in page


def test_who_proposed_is_told_so(reviewer, pair):
    answer = reviewer.post(f"/review/{pair.uid}/", verdict(pair, "same"), follow=True)
    assert "1 pair was proposed; somebody else confirms it." in answer.content.decode()


def test_a_comparison_is_asked_for_watched_and_stopped(reviewer, sought, held):
    page = reviewer.get("/comparisons/").content.decode()
    assert "the whole register" in page
    answer = reviewer.post("/comparisons/", {"list_a": "SOUGHT1", "other": "register"})
    job = Job.objects.get()
    assert answer.url == f"/comparisons/{job.uid}/"
    assert "Waiting" in reviewer.get(answer.url).content.decode()
    again = reviewer.post("/comparisons/", {"list_a": "SOUGHT1", "other": "register"})
    assert "under way" in again.content.decode()
    reviewer.post(f"/comparisons/{job.uid}/stop/")
    assert "Nothing of it was kept" in reviewer.get(answer.url).content.decode()
    fragment = reviewer.get(answer.url, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in fragment


def test_a_comparison_that_is_done_opens_to_its_pairs(reviewer, people, sought, held):
    job = Job.objects.create(
        partition=people["proposer"].party, kind="match", state="done", by=people["proposer"],
        asked_at=NOON, list=sought[0].appearances.get().list, parameters={"against": "register"},
        result={"new": 7, "match": 1, "review": 6},
    )  # fmt: skip
    assert "list=SOUGHT1" in reviewer.get(f"/comparisons/{job.uid}/").content.decode()


def test_the_sought_stands_first_and_an_exchange_of_names_is_told_the_right_way_round(
    reviewer, held, people, parties
):
    later = lines(parties["north"], ["Микола"], given_names="Лисиченко")
    person_list(people["northern"].organisation, people["northern"], "sought", later)
    turned = candidate(held[0], later[0], people, order="surname_given")
    (one,) = reviewer.get(f"/review/{turned.uid}/").context["judged"]
    pair = one["pair"]
    assert [line.entry for line in (pair.a, pair.b)] == [later[0], held[0]]
    surname = next(row for row in pair.rows if row.label == "Surname")
    assert ["".join(text for text, _ in cell.pieces) for cell in (surname.a, surname.b)] == [
        "Лисиченко",
        "Lysychenko",
    ]
    assert surname.places == ("Given name", "")


def test_a_line_that_its_sender_changed_is_shown_as_such(reviewer, sought, people):
    type(sought[1]).objects.filter(pk=sought[1].pk).update(follows=sought[0])
    changed = candidate(sought[0], sought[1], people)
    page = reviewer.get(f"/review/{changed.uid}/").content.decode()
    assert "as its sender changed it" in page
    assert page.count('<tr class="unchanged">') == 2  # surname and given name; the date differs


def test_earlier_judgements_are_told_with_who_made_them(reviewer, pair, people, parties):
    between = lines(parties["north"], ["Between"])[0]
    judged(pair.entry_a, between, people)
    page = reviewer.get(f"/review/{pair.uid}/").content.decode()
    assert "1 earlier judgement" in page
    assert "Between" in page
    assert "signer" in page


def test_same_is_warned_of_before_it_is_proposed(reviewer, pair, people, parties):
    between = lines(parties["north"], ["Between"])[0]
    judged(pair.entry_a, between, people)
    judged(between, pair.entry_b, people, "not_same")
    assert "would contradict" in reviewer.get(f"/review/{pair.uid}/").content.decode()


def test_what_was_erased_is_not_shown(reviewer, pair):
    type(pair.entry_a).objects.filter(pk=pair.entry_a_id).update(erased_at=NOON)
    assert reviewer.get(f"/review/{pair.uid}/").status_code == 404
    assert reviewer.get("/review/").context["count"] == 0


def test_somebody_was_quicker(reviewer, pair, people):
    from wayhome.apps.register.services.judgements import propose_judgement  # noqa: PLC0415

    propose_judgement(
        entry_a=pair.entry_a, entry_b=pair.entry_b, verdict="same", reason="x",
        by=people["signer"], at=NOON,
    )  # fmt: skip
    CandidateMatch.objects.filter(pk=pair.pk).update(open=True)
    page = reviewer.post(f"/review/{pair.uid}/", verdict(pair, "same")).content.decode()
    assert "just proposed" in page


def test_nothing_chosen_is_nothing_proposed(reviewer, pair):
    answer = reviewer.post(f"/review/{pair.uid}/", {}, follow=True)
    assert "Nothing was chosen" in answer.content.decode()
    assert not Judgement.objects.exists()


def test_a_comparison_of_others_is_not_there(client, signed_in, people, sought):
    job = Job.objects.create(
        partition=people["proposer"].party, kind="match", state="failed", by=people["proposer"],
        asked_at=NOON, list=sought[0].appearances.get().list, parameters={"against": "itself"},
    )  # fmt: skip
    ours = signed_in(client, people["proposer"])
    assert "could not be made" in ours.get(f"/comparisons/{job.uid}/").content.decode()
    assert (
        "over already" in ours.post(f"/comparisons/{job.uid}/stop/", follow=True).content.decode()
    )
    theirs = signed_in(client, people["northern"])
    assert theirs.get(f"/comparisons/{job.uid}/").status_code == 404
    assert str(job.uid) not in theirs.get("/comparisons/").content.decode()
