"""Witnesses outside: their keys, and the cosignatures they send back by file."""

from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import Checkpoint, Cosignature, User, Witness
from wayhome.apps.audit.services.history import Json, record
from wayhome.apps.audit.services.sequencer import log_origin, log_public_key
from wayhome.engines import ledger
from wayhome.values import WayhomeError

COSIGNS = b"\x04"  # C2SP: the kind of key that signs cosignature/v1
LARGEST_NOTE = 64 * 1024


class CannotWitness(WayhomeError):
    """A witness or a cosignature that cannot be taken in."""


@transaction.atomic
def add_witness(*, line: str, by: User, at: datetime) -> Witness:
    """Set up a witness by the line of its public key: name, id and key (C2SP vkey).

    Raises:
        CannotWitness: the line is no such key, or a witness of that name is there.
    """
    try:
        name, key = ledger.read_verifier_key(line, kind=COSIGNS)
    except ledger.LedgerBroken as wrong:
        raise CannotWitness(
            _("This is no public key of a witness: one line of the form name+id+key.")
        ) from wrong
    if len(name) > 100:
        raise CannotWitness(_("The name of the witness is too long: at most 100 characters."))
    try:
        with transaction.atomic():
            made = Witness.objects.create(
                name=name, public_key=key.public_bytes_raw(), added_by=by, added_at=at
            )
    except IntegrityError as taken:
        raise CannotWitness(_("There is a witness of that name already.")) from taken
    record(
        act="witness_added",
        by=by,
        at=at,
        facts={"key": ledger.verifier_key(name, key, kind=COSIGNS)},
    )
    return made


@transaction.atomic
def accept_cosignature(*, note: bytes, by: User, at: datetime) -> list[Cosignature]:
    """Take in a checkpoint that one or several witnesses cosigned.

    Args:
        note: the file as it came back.
        by: who brings it.
        at: when.

    Returns:
        The cosignatures that were new.

    Raises:
        CannotWitness: not a checkpoint that this log signed, or no witness of ours signed it.
    """
    text, checkpoint = _own_checkpoint(note)
    seen = [(witness, signed) for witness in Witness.objects.order_by("name")
            if (signed := _signed_by(witness, text))]  # fmt: skip
    if not seen:
        raise CannotWitness(_("No witness that is set up here has signed this checkpoint."))
    made = []
    for witness, signed in seen:
        cosigned, is_new = Cosignature.objects.get_or_create(
            checkpoint=checkpoint,
            witness=witness,
            defaults={
                "text": text,
                "at": datetime.fromtimestamp(signed.timestamp, tz=UTC),
                "recorded_at": at,
            },
        )
        made += [cosigned] if is_new else []
    if made:
        names = [cosigned.witness.name for cosigned in made]
        facts: dict[str, Json] = {"size": checkpoint.size, "witnesses": names}
        record(act="cosignature_accepted", by=by, at=at, facts=facts)
    return made


def _own_checkpoint(note: bytes) -> tuple[str, Checkpoint]:
    """The note, and the checkpoint of ours that it is a copy of."""
    try:
        text = note[:LARGEST_NOTE].decode().replace("\r\n", "\n")
        said = ledger.verify_checkpoint(text, public_key=log_public_key(), origin=log_origin())
        ours = Checkpoint.objects.get(size=said.size, root=said.root)
        ledger.join_signatures(ours.text, text)
    except (UnicodeDecodeError, ledger.LedgerBroken, Checkpoint.DoesNotExist) as foreign:
        raise CannotWitness(
            _("This file is not a checkpoint that this register has signed.")
        ) from foreign
    return text, ours


def _signed_by(witness: Witness, text: str) -> ledger.Cosignature | None:
    key = Ed25519PublicKey.from_public_bytes(bytes(witness.public_key))
    try:
        signed = ledger.verify_cosignature(text, name=witness.name, public_key=key)
        datetime.fromtimestamp(signed.timestamp, tz=UTC)
    except (ledger.LedgerBroken, ValueError, OverflowError, OSError):
        return None
    return signed
