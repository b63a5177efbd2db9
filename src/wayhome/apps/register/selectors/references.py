"""What a line is called in a disclosure: a number that says nothing of its place in any list.

Row numbers would show by their gaps what was left out, and by their rows what was put in.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings

from wayhome.apps.register.models import Disclosure
from wayhome.apps.register.selectors.disclosures import Leaving
from wayhome.values.case_number import ALPHABET, LENGTH, case_number


def reference_of(disclosure: Disclosure, what: object) -> str:
    """The number of a line (its uid) or of something else in this disclosure."""
    key = settings.INSTALLATION.secret("reference")
    mac = hmac.digest(key, f"{disclosure.uid} {what}".encode(), hashlib.sha256)
    return case_number(int.from_bytes(mac[:8]) % len(ALPHABET) ** LENGTH)


@dataclass(frozen=True, slots=True)
class Referenced:
    """A line as it leaves, under its number."""

    reference: str
    line: Leaving

    @property
    def fields(self) -> Mapping[str, str]:
        """What leaves of it."""
        return self.line.fields


def with_references(disclosure: Disclosure, content: Iterable[Leaving]) -> list[Referenced]:
    """Each line under its number in this disclosure."""
    return [Referenced(reference_of(disclosure, one.entry.uid), one) for one in content]
