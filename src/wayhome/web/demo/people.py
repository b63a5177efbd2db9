"""Who works in the example register: one account of each role, and each party's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from wayhome.apps.audit.models import Organisation, Party, Role, User
from wayhome.apps.audit.policies import NEEDS_FACTOR
from wayhome.apps.audit.services.accounts import (
    approve_role,
    ask_role,
    create_account,
    create_organisation,
    create_party,
    found_institution,
    grant_role,
)
from wayhome.apps.audit.services.accounts.demonstration import make_demonstration_account

PASSWORD = settings.DEMO_PASSWORD  # public, and the login page says it
AGENCY, NORTH, SOUTH = "Lantern Agency", "Northland Tracing Bureau", "Southland Tracing Bureau"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who works in the example."""

    key: str  # and the first part of the address
    office: str
    roles: tuple[Role, ...]

    @property
    def email(self) -> str:
        """The address to log in with."""
        return f"{self.key}@{self.office.split()[0].lower()}.example"

    @property
    def name(self) -> str:
        """What colleagues see."""
        return f"{self.key.replace('_', ' ').capitalize()} ({self.office.split()[0]})"


R = Role
ADMINISTRATORS = (
    Account("administrator", AGENCY, (R.ADMINISTRATOR,)),
    Account("second_administrator", AGENCY, (R.ADMINISTRATOR,)),
)
OTHERS = (
    Account("registrar", AGENCY, (R.REGISTRAR,)),
    Account("reviewer", AGENCY, (R.REVIEWER,)),
    Account("approver", AGENCY, (R.APPROVER,)),
    Account("second_approver", AGENCY, (R.APPROVER,)),
    Account("negotiator", AGENCY, (R.NEGOTIATOR,)),
    Account("forensic", AGENCY, (R.FORENSIC,)),
    Account("child_caseworker", AGENCY, (R.CHILD_CASEWORKER,)),
    Account("auditor", AGENCY, (R.AUDITOR,)),
    Account("officer", NORTH, (R.REGISTRAR, R.REVIEWER)),
    Account("approver", NORTH, (R.APPROVER,)),
    Account("negotiator", NORTH, (R.NEGOTIATOR,)),
    Account("officer", SOUTH, (R.REGISTRAR, R.REVIEWER)),
    Account("approver", SOUTH, (R.APPROVER,)),
    Account("negotiator", SOUTH, (R.NEGOTIATOR,)),
)
EVERYBODY: Sequence[Account] = (*OTHERS[:8], *ADMINISTRATORS, *OTHERS[8:])

People = Mapping[tuple[str, str], User]
"""By office and key."""


def open_offices(*, at: datetime) -> People:
    """Found the agency and both parties, open every account and grant its roles."""
    found_institution(
        name="Lantern",
        office=AGENCY,
        administrators=[(one.email, one.name) for one in ADMINISTRATORS],
        at=at,
    )
    users = {(one.office, one.key): User.objects.get(email=one.email) for one in ADMINISTRATORS}
    asking, granting = users.values()
    for party_name, office_name in (("Northland", NORTH), ("Southland", SOUTH)):
        party = create_party(name=party_name, kind=Party.Kind.BELLIGERENT, by=asking, at=at)
        create_organisation(name=office_name, party=party, by=asking, at=at)
    for one in OTHERS:
        office = Organisation.objects.get(name=one.office)
        user = create_account(
            email=one.email, display_name=one.name, organisation=office, by=asking, at=at
        )
        for role in one.roles:
            if role in NEEDS_FACTOR:
                request = ask_role(user=user, role=role, by=asking, at=at)
                approve_role(request=request, by=granting, at=at)
            else:
                grant_role(user=user, role=role, by=asking, at=at)
        users[one.office, one.key] = user
    for user in users.values():
        make_demonstration_account(user=user, password=PASSWORD, at=at)
    # Read anew: an account remembers its roles from when it was first asked.
    return {key: User.objects.select_related("organisation__party").get(pk=user.pk)
            for key, user in users.items()}  # fmt: skip
