"""What remains of a line that was erased: keyed hashes, by which it is held back if it returns."""

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db.models import Max

from wayhome.apps.audit.models import HoldBack, Party


def holdback_digest(values: Mapping[str, str], *, partition: Party) -> bytes:
    """HMAC-SHA256 of the filled values, however written, under a key outside the database.

    Case, blanks and the form of the letters do not count. Each partition has hashes of its own:
    that one party's line was erased must hold back, and so tell, nothing of another's.
    """
    written = {name: text for name, value in values.items() if (text := _plain(value))}
    text = json.dumps([str(partition.uid), sorted(written.items())], ensure_ascii=False)
    key = settings.INSTALLATION.secret("holdback")
    return hmac.digest(key, text.encode(), hashlib.sha256)


def hold_back(digests: Iterable[bytes], *, at: datetime) -> None:
    """Keep these digests: what has one is not taken in again."""
    fresh = [HoldBack(digest=digest, at=at) for digest in set(digests)]
    HoldBack.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=2_000)


def held_among(digests: Collection[bytes]) -> set[bytes]:
    """Those of the digests that are held back."""
    held = {bytes(digest) for digest in HoldBack.objects.values_list("digest", flat=True)}
    return held.intersection(digests)


def last_held() -> int:
    """The number of the latest digest that was kept: whatever is erased afterwards raises it."""
    return HoldBack.objects.aggregate(last=Max("pk"))["last"] or 0


def anything_held() -> bool:
    """Whether anything was ever erased."""
    return HoldBack.objects.exists()


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
