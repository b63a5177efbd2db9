"""The addresses of accounts and of the history."""

from django.db import transaction
from django.utils import timezone

from access_table.ground import Ground
from access_table.row import GP, P, Row
from conftest import NOON
from wayhome.apps.audit.models import Checkpoint, FactorReset, Read, RoleRequest
from wayhome.apps.audit.services import Part, log_reads, record
from wayhome.apps.audit.services.sequencer import number_entries

ROWS: dict[str, Row] = {
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
}


class OfAudit(Ground):
    """What the history and the accounts keep."""

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
