"""What stands in every party before anything else is made: its office and three lines."""

import json
from collections.abc import Callable

from register.judging import lines

from wayhome.apps.audit.models import Organisation, Party, User
from wayhome.apps.audit.services import seal
from wayhome.apps.register.models import ListEntry

SECRETS = {"health": "zeugmatic fever", "next_of_kin": "Kinnbert Ombra", "contact": "+0 815 4711"}
"""What every line holds sealed: mapped as health and next of kin, and a column nobody mapped."""


class Ground:
    """The office and the lines of one party. A room below adds a maker for each of its kinds."""

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
