"""Who may open which address, and what lies behind it. One row for every address.

A new address needs a row here, or the build fails:

    "register:sheet": Row("register.see_candidate"),                          # names nothing
    "register:line": Row("register.see_line", about="line"),                  # the keeper sees all
    "register:judgement": Row("register.see_candidate", about="judgement", seen="own"),

`about` names what the address is of: a maker in `World` below makes one for every party, and
returns the arguments of the address. `seen` says whose an account may see: `within` (the keeper
all, a party its own) or `own` (each party its own, the keeper too). A row whose view refuses an
empty or untimely request with 404 although the account may see the thing says why in `unless`.
"""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from register.bringing import ROWS as ROWS_OF_A_LIST
from register.bringing import table
from register.judging import lines, person_list

from conftest import NOON
from wayhome.apps.audit.models import (
    Checkpoint,
    FactorReset,
    Organisation,
    Party,
    Read,
    RoleRequest,
    SubjectKey,
    User,
)
from wayhome.apps.audit.services import Part, log_reads, new_key, record, seal
from wayhome.apps.audit.services.sequencer import number_entries
from wayhome.apps.register.models import (
    Answer,
    Assertion,
    CandidateMatch,
    Disclosure,
    DisclosureItem,
    ErasureRequest,
    Flag,
    Job,
    Judgement,
    ListEntry,
    Membership,
    Person,
    PersonList,
)
from wayhome.apps.register.services.imports import start_import
from wayhome.apps.talks.models import (
    Commitment,
    Delivery,
    ListOfCommitment,
    Process,
    Report,
    ReportDraft,
    Round,
    Side,
)
from wayhome.values.case_number import case_number

G, GP, P = ("GET",), ("GET", "POST"), ("POST",)


@dataclass(frozen=True, slots=True)
class Row:
    """What one address wants."""

    permission: str
    methods: tuple[str, ...] = G
    about: str = ""
    seen: str = "within"
    unless: str = ""


ROWS: dict[str, Row] = {
    "set_language": Row("public", P),
    "health": Row("public"),
    # accounts
    "audit:welcome": Row("public", GP, about="link", unless="the link must hold"),
    "audit:accounts": Row("audit.see_accounts"),
    "audit:account_new": Row("audit.change_account", GP),
    "audit:offices": Row("audit.change_account", GP),
    "audit:account": Row("audit.see_accounts", about="account"),
    "audit:account_link": Row("audit.change_account", P, about="account"),
    "audit:role_give": Row("audit.change_account", P, about="account"),
    "audit:role_take": Row("audit.change_account", P, about="account"),
    "audit:account_close": Row("audit.change_account", P, about="account"),
    "audit:account_reopen": Row("audit.change_account", P, about="account"),
    "audit:reset_ask": Row("audit.reset_factor", P, about="account"),
    "audit:role_approve": Row("audit.change_account", P, about="role_request"),
    "audit:reset_approve": Row("audit.reset_factor", P, about="reset"),
    # history
    "audit:history": Row("audit.see_history"),
    "audit:tree": Row("audit.see_history"),
    "audit:checkpoint": Row("audit.see_history", about="checkpoint"),
    "audit:public_key": Row("audit.see_history"),
    "audit:witness_add": Row("audit.add_witness", P),
    "audit:cosignature_add": Row("audit.add_witness", P),
    "audit:entry": Row("audit.get_evidence", about="entry"),
    "audit:evidence": Row("audit.get_evidence", about="entry", unless="it is numbered"),
    "audit:reads": Row("audit.see_reads"),
    "audit:look": Row("audit.see_reads", about="look"),
    "audit:seen": Row("audit.see_who_has_seen", about="subject"),
    # home
    "register:home": Row("audit.see_home"),
    # comparing and judging
    "register:matches": Row("register.match_lists", GP),
    "register:match": Row("register.match_lists", about="match", seen="own"),
    "register:match_stop": Row("register.match_lists", P, about="match", seen="own"),
    "register:review": Row("register.propose_judgement"),
    "register:review_next": Row("register.propose_judgement"),
    "register:review_resume": Row("register.propose_judgement", P),
    "register:review_bulk": Row("register.propose_judgement", P),
    "register:review_pair": Row("register.propose_judgement", GP, about="candidate", seen="own"),
    "register:review_skip": Row("register.propose_judgement", P, about="candidate", seen="own"),
    "register:confirm": Row("register.confirm_judgement"),
    "register:confirm_resume": Row("register.confirm_judgement", P),
    "register:confirm_pair": Row("register.confirm_judgement", GP, about="judgement", seen="own"),
    "register:confirm_skip": Row("register.confirm_judgement", P, about="judgement", seen="own"),
    "register:judgements": Row("register.see_candidate"),
    "register:sheet": Row("register.see_candidate"),
    "register:proposals_csv": Row("register.see_candidate"),
    "register:judgement": Row("register.see_candidate", about="judgement", seen="own"),
    "register:withdraw": Row("register.propose_judgement", P, about="judgement", seen="own"),
    "register:contradictions": Row("register.see_candidate"),
    # lists
    "register:lists": Row("register.see_list"),
    "register:upload": Row("register.import_list", GP),
    "register:list": Row("register.see_list", about="list"),
    "register:list_changes": Row("register.see_line", about="list", unless="it is a later version"),
    "register:receipt": Row("register.see_list", about="list"),
    "register:correct_list": Row("register.import_list", about="list", unless="it had errors"),
    "register:roll_back": Row("register.roll_back_list", GP, about="list"),
    "register:import": Row("register.import_list", about="one_import", seen="own"),
    "register:map_columns": Row("register.import_list", P, about="one_import", seen="own"),
    "register:commit_import": Row("register.import_list", P, about="one_import", seen="own"),
    "register:stop_import": Row("register.import_list", P, about="one_import", seen="own"),
    "register:import_again": Row("register.import_list", P, about="one_import", seen="own"),
    "register:correct_import": Row(
        "register.import_list", about="one_import", seen="own", unless="it had errors"
    ),
    # persons
    "register:persons": Row("register.search_persons"),
    "register:search": Row("register.search_persons", GP),
    "register:enter": Row("register.create_person", GP),
    "register:person": Row("register.see_person", about="person", seen="own"),
    "register:line": Row("register.see_line", about="line"),
    "register:sealed": Row("register.see_sealed", P, about="line"),
    "register:claim": Row("register.assert_fact", GP, about="line"),
    "register:fates": Row("register.confirm_assertion"),
    "register:fate": Row("register.confirm_assertion", GP, about="fate", seen="own"),
    "register:withdrawals": Row("register.withdraw_judgement"),
    "register:claim_withdraw": Row(
        "register.see_line", GP, about="fate", seen="own", unless="it is one's own to withdraw"
    ),
    # erasing
    "register:erasures": Row("audit.approve_erasure"),
    "register:erasure": Row("audit.approve_erasure", about="erasure"),
    "register:erasure_ask": Row("audit.ask_erasure", GP, about="line"),
    "register:erasure_approve": Row("audit.approve_erasure", P, about="erasure"),
    "register:erasure_decline": Row("audit.approve_erasure", P, about="erasure"),
    # answers, flags, disclosures
    "register:answers": Row("register.record_answer"),
    "register:answer_line": Row("register.record_answer", GP, about="put"),
    "register:answers_upload": Row("register.record_answer", GP, about="put_list"),
    "register:answers_release": Row("register.ask_disclosure", GP),
    "register:funnel": Row("register.see_line", about="list"),
    "register:disclosure_ask": Row("register.ask_disclosure", GP, about="list"),
    "register:flags": Row("register.flag_line"),
    "register:flag": Row("register.flag_line", GP, about="flag", seen="own"),
    "register:flag_raise": Row("register.flag_line", GP, about="line"),
    "register:alert_seen": Row("register.see_alerts", P, unless="there is such an alert"),
    "register:disclosures": Row("register.see_disclosure"),
    "register:disclosure": Row("register.see_disclosure", about="disclosure"),
    "register:disclosure_approve": Row("register.approve_disclosure", P, about="disclosure"),
    "register:disclosure_decline": Row("register.approve_disclosure", P, about="disclosure"),
    "register:disclosure_recall": Row("register.recall_disclosure", P, about="disclosure"),
    "register:disclosure_file": Row("register.see_disclosure", P, about="disclosure"),
    "register:received": Row("register.see_disclosure", about="received", seen="own"),
    # talks
    "talks:processes": Row("talks.see_talks"),
    "talks:open": Row("talks.record_talks", GP),
    "talks:process": Row("talks.see_talks", about="process"),
    "talks:sheet": Row("talks.see_talks", about="process", unless="the talks must be public"),
    "talks:export": Row("talks.see_talks", about="process"),
    "talks:import": Row("talks.record_talks", GP),
    "talks:counts": Row("talks.see_talks", about="commitment"),
    "talks:yielded": Row("talks.see_talks", about="round_alone"),
    "talks:proof": Row("talks.see_talks", about="delivery"),
    "talks:list_lines": Row("register.see_line", about="list_of_commitment"),
    "talks:add": Row("talks.record_talks", GP, about="process_kind", seen="own"),
    "talks:add_delivery": Row("talks.record_delivery", GP, about="process", seen="own"),
    "talks:add_assessment": Row("talks.assess", GP, about="process", seen="own"),
    "talks:row": Row("talks.see_talks", about="round"),
    "talks:row_withdraw": Row("talks.see_talks", GP, about="round", unless="it is one's own"),
    "talks:row_share": Row("talks.see_talks", GP, about="round", unless="it is one's own"),
    "talks:row_translate": Row("talks.see_talks", P, about="round", unless="it is one's own"),
    "talks:reports": Row("talks.record_talks"),
    "talks:report_new": Row("talks.record_talks", GP, about="process", seen="own"),
    "talks:report": Row("talks.record_talks", about="report", seen="own"),
    "talks:report_read": Row("talks.record_talks", P, about="report", seen="own"),
    "talks:report_confirm": Row("talks.record_talks", P, about="report", seen="own"),
    "talks:report_row": Row("talks.record_talks", GP, about="report_row", seen="own"),
    "talks:leave_out": Row("talks.record_talks", P, about="report_row", seen="own"),
    "talks:undo": Row("talks.record_talks", P, about="report_row", seen="own"),
}

ENTRANCE: dict[str, str] = {
    # Pages of allauth: for anybody, for somebody half-way in, or for whom is in.
    "account_login": "anybody",
    "account_logout": "anybody",
    "mfa_authenticate": "half-way",
    "account_change_password": "in",
    "account_reauthenticate": "in",
    "mfa_index": "in",
    "mfa_list_webauthn": "in",
    "mfa_reauthenticate": "in",
    "mfa_reauthenticate_webauthn": "in",
    "mfa_activate_totp": "in",
    "mfa_deactivate_totp": "in",
    "mfa_add_webauthn": "in",
    "mfa_remove_webauthn": "in",
}

ABSENT = {"uuid": uuid.UUID(int=7 << 80), "str": "zzz-zzzz", "int": 9_999_999}
"""Arguments that name nothing, by the converter of the address."""


SECRETS = {"health": "zeugmatic fever", "next_of_kin": "Kinnbert Ombra", "contact": "+0 815 4711"}
"""What every line holds sealed: mapped as health and next of kin, and a column nobody mapped."""


class World:
    """One of everything for one party. Each public method makes a kind of thing, once."""

    def __init__(self, party: Party, staff: dict[str, User]) -> None:
        self.party, self.staff = party, staff
        self.office = Organisation.objects.filter(party=party).first()
        self.entries = lines(party, ["Aldren", "Aldrin", "Berrit"])
        for entry in self.entries:
            closed = {"health": SECRETS["health"], "next_of_kin": SECRETS["next_of_kin"]}
            raw = {"Name": entry.surname, "Health": SECRETS["health"],
                   "Kin": SECRETS["next_of_kin"], "Telephone": SECRETS["contact"]}  # fmt: skip
            text = json.dumps({"raw": raw, **closed}).encode()
            entry.sealed = seal(entry.key, text, purpose="line")
        ListEntry.objects.bulk_update(self.entries, ["sealed"])
        self._made: dict[str, dict[str, object]] = {}

    def arguments(self, about: str) -> dict[str, object]:
        """What an address about this kind of thing takes."""
        if about not in self._made:
            make: Callable[[], dict[str, object]] = getattr(self, about)
            self._made[about] = make()
        return self._made[about]

    def account(self):
        return {"uid": self.staff["reviewer"].uid}

    def link(self):
        return {"uid": self.staff["reviewer"].uid, "token": "abc-defg"}

    def role_request(self):
        who = {"user": self.staff["reviewer"], "asked_by": self.staff["registrar"]}
        made = RoleRequest.objects.create(**who, role="approver", asked_at=timezone.now())
        return {"uid": made.uid}

    def reset(self):
        who = {"user": self.staff["reviewer"], "asked_by": self.staff["registrar"]}
        made = FactorReset.objects.create(**who, reason="Came in person.", asked_at=timezone.now())
        return {"uid": made.uid}

    def checkpoint(self):
        self.entry()
        number_entries(at=NOON)
        return {"size": Checkpoint.objects.latest("size").size}

    def look(self):
        log_reads(by=self.staff["reviewer"], how=Read.How.VIEWED, keys=[self.entries[0].key])
        return {"uid": Read.objects.latest("pk").request}

    def subject(self):
        return {"uid": self.entries[0].key_id}

    def entry(self):
        with transaction.atomic():
            made = record(
                act="line_entered",
                by=self.staff["registrar"],
                at=NOON,
                parts=[Part(self.entries[0].key, {"surname": "Aldren"})],
            )
        return {"uid": made.uid}

    def line(self):
        return {"uid": self.entries[0].uid}

    def list(self):
        receipt = f"L{self.party.pk:06d}"
        made = person_list(
            self.office, self.staff["registrar"], "sought", self.entries, receipt=receipt
        )
        file = b"Name;Health;Kin;Telephone\nAldren;a;b;c\n"
        made.file_sealed = seal(made.key, file, purpose="file")
        made.mapping = {"surname": "Name", "health": "Health", "next_of_kin": "Kin"}
        made.save()
        return {"uid": made.uid}

    def match(self):
        return {"uid": self._job("match", "running").uid}

    def one_import(self):
        made = start_import(
            by=self.staff["registrar"],
            organisation=self.office,
            file_name="list.csv",
            content=table(*ROWS_OF_A_LIST).encode(),
            kind="sought",
            title="Sought",
            as_of_date="2026-03-01",
            at=NOON,
        )
        return {"uid": made.uid}

    def _job(self, kind, state):
        return Job.objects.create(
            partition=self.party,
            kind=kind,
            state=state,
            by=self.staff["registrar"],
            asked_at=NOON,
            organisation=self.office,
        )

    def candidate(self):
        a, b = self.entries[:2]
        made = CandidateMatch.objects.create(
            partition=self.party,
            entry_a=a,
            entry_b=b,
            job=self._job("match", "done"),
            weight=1.0,
            posterior=0.5,
            zone="review",
            reason="weighed",
            parts=[],
            model="m",
        )
        return {"uid": made.uid}

    def judgement(self):
        a, _, b = self.entries
        made = Judgement.objects.create(
            partition=self.party,
            entry_a=a,
            entry_b=b,
            verdict="same",
            reason="as seen",
            proposed_by=self.staff["reviewer"],
            proposed_at=NOON,
        )
        return {"uid": made.uid}

    def person(self):
        founder = self.entries[0]
        made = Person.objects.create(
            partition=self.party,
            number=case_number(self.party.pk),
            founded_on=founder,
            founded_at=NOON,
        )
        Membership.objects.create(partition=self.party, person=made, entry=founder)
        return {"number": made.number}

    def fate(self):
        made = Assertion.objects.create(
            partition=self.party,
            entry=self.entries[0],
            kind="died",
            said_by=self.office,
            as_of_date="2026-02",
            evidence="A letter.",
            state="proposed",
            recorded_by=self.staff["registrar"],
            recorded_at=NOON,
        )
        return {"uid": made.uid}

    def erasure(self):
        made = ErasureRequest.objects.create(
            ground="wish", asked_by=self.staff["registrar"], asked_at=NOON
        )
        made.entries.add(self.entries[2])
        return {"uid": made.uid}

    def answer(self):
        made = Answer.objects.create(
            partition=self.party,
            entry=self.entries[0],
            given_by=self.office,
            verdict="held",
            as_of_date="2026-02",
            source="Letter 3",
            recorded_by=self.staff["registrar"],
            recorded_at=NOON,
        )
        return {"uid": made.uid}

    def flag(self):
        made = Flag.objects.create(
            partition=self.party,
            entry=self.entries[0],
            kind="civilian",
            raised_by=self.staff["registrar"],
            raised_at=NOON,
        )
        return {"uid": made.uid}

    def disclosure(self):
        made = Disclosure.objects.create(
            number=f"D{self.party.pk:06d}",
            partition=self.party,
            what="list",
            to=self.office,
            ground="consent",
            content_sha256="0" * 64,
            persons=1,
            asked_by=self.staff["registrar"],
            asked_at=NOON,
            key=new_key(SubjectKey.About.RECORD),
        )
        return {"uid": made.uid}

    def received(self):
        """Something that another party released to this one, line by line."""
        if "received" not in self._made:
            other = Organisation.objects.exclude(party=self.party).order_by("pk").first()
            entry, *_ = self.theirs = lines(other.party, ["Cormac"], birth_date="1980")
            by = User.objects.filter(organisation=other).first() or self.staff["registrar"]
            sent = person_list(other, by, "sought", self.theirs, receipt=f"T{self.party.pk:06d}")
            made = Disclosure.objects.create(
                number=f"R{self.party.pk:06d}",
                partition=other.party,
                what="list",
                to=self.office,
                list=sent,
                ground="consent",
                fields=["surname"],
                state="released",
                content_sha256="0" * 64,
                persons=1,
                asked_by=self.staff["registrar"],
                asked_at=NOON,
                decided_by=self.staff["approver"],
                decided_at=NOON,
                key=new_key(SubjectKey.About.RECORD),
            )
            DisclosureItem.objects.create(disclosure=made, entry=entry, position=1)
            self._made["received"] = {"uid": made.uid}
        return self._made["received"]

    def put(self):
        """A line of another party that was put to this one."""
        self.received()
        return {"uid": self.theirs[0].uid}

    def put_list(self):
        """The list it stands on."""
        made = Disclosure.objects.get(uid=self.received()["uid"])
        return {"uid": made.list.uid}

    def process(self):
        """Talks that no other party is let in on, nor kept from the keeper's other people."""
        made = Process.objects.create(
            partition=self.party,
            title="Talks at the ford",
            confidentiality="shared",
            key=new_key(SubjectKey.About.RECORD),
            recorded_by=self.staff["negotiator"],
            recorded_at=NOON,
        )
        return {"uid": made.uid}

    def process_kind(self):
        return {**self.arguments("process"), "kind": "round"}

    def round(self):
        return {"kind": "round", "uid": self._talked(Round, place="The ford").uid}

    def round_alone(self):
        return {"uid": self.arguments("round")["uid"]}

    def commitment(self):
        return {"uid": self._talked(Commitment, title="Captives").uid}

    def delivery(self):
        made = self._talked(
            Delivery, commitment=Commitment.objects.get(uid=self.arguments("commitment")["uid"]),
            giver=self._talked(Side, name="Northland"), quantity=2, unit="captive",
            day="2026-03-01", counter="Observatory", counting_rule="a person who crossed",
        )  # fmt: skip
        made.entries.set(self.entries[:2])
        return {"uid": made.uid}

    def list_of_commitment(self):
        commitment = Commitment.objects.get(uid=self.arguments("commitment")["uid"])
        named = PersonList.objects.get(uid=self.arguments("list")["uid"])
        made = self._talked(ListOfCommitment, commitment=commitment, list=named)
        self.arguments("delivery")
        return {"uid": made.uid, "stage": "returned"}

    def report(self):
        """A report whose draft speaks of one round."""
        made = self._talked(Report, publisher="Courier", sha256="0" * 64, text_sealed=b"")
        made.text_sealed = seal(made.key, b"They met at the ford.", purpose="report")
        made.save()
        names = ("place", "venue", "start", "end", "number", "duration", "format")
        met = {"id": "t1", "span": {"start": 0, "end": 8}, "mediators": [], **dict.fromkeys(names)}
        told = {"rounds": [met | {"number_basis": "unknown"}], "people": [], "facts": [],
                "proposals": [], "statements": []}  # fmt: skip
        ReportDraft.objects.create(
            report=made, sealed=seal(made.key, json.dumps(told).encode(), purpose="draft"),
            reader="rules", read_by=self.staff["negotiator"], read_at=NOON,
        )  # fmt: skip
        return {"uid": made.uid}

    def report_row(self):
        return {**self.arguments("report"), "item": "t1"}

    def _talked(self, kind, **given):
        """A row of the process."""
        return kind.objects.create(
            process=Process.objects.get(uid=self.arguments("process")["uid"]),
            confidentiality="shared",
            key=new_key(SubjectKey.About.RECORD),
            recorded_by=self.staff["negotiator"],
            recorded_at=NOON,
            **given,
        )
