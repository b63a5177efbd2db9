"""What a line is called in a disclosure: a number that says nothing of its place in any list.

Row numbers would show by their gaps what was left out, and by their rows what was put in.
"""

import hashlib
import hmac

from django.conf import settings

from wayhome.apps.register.models import Disclosure
from wayhome.values.case_number import ALPHABET, LENGTH, case_number


def reference_of(disclosure: Disclosure, what: object) -> str:
    """The number of a line (its uid) or of something else in this disclosure."""
    key = settings.INSTALLATION.secret("reference")
    mac = hmac.digest(key, f"{disclosure.uid} {what}".encode(), hashlib.sha256)
    return case_number(int.from_bytes(mac[:8]) % len(ALPHABET) ** LENGTH)
