"""The append-only history. Triggers refuse UPDATE and DELETE (see append_only.py)."""

import uuid
from typing import ClassVar

from django.db import models

from wayhome.apps.audit.models.accounts import User
from wayhome.apps.audit.models.keys import SubjectKey


class Entry(models.Model):
    """One thing somebody did. `leaf` is its canonical JSON (RFC 8785), hashed into the tree."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=40, db_index=True)
    leaf = models.TextField()


class EntryPart(models.Model):
    """The details of an entry about one subject, sealed under that subject's key.

    The leaf holds the RFC 6962 root over the parts' commitments; `commitment` is
    SHA-256(salt || canonical details), and the salt is sealed with the details.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveIntegerField()  # place in the tree of the entry's parts
    key = models.ForeignKey(SubjectKey, on_delete=models.PROTECT, related_name="parts")
    commitment = models.BinaryField()
    sealed = models.BinaryField()  # nonce, then AES-256-GCM of salt and canonical JSON

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "number"], name="part_one_place")
        ]


class Unnumbered(models.Model):
    """An entry that waits for its place in the tree. The sequencer empties this queue."""

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.PROTECT)


class Leaf(models.Model):
    """An entry's place in the tree."""

    index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="place")
    hash = models.BinaryField()


class Node(models.Model):
    """The hash of a complete subtree of 2^level leaves."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["level", "index"], name="node_once")
        ]


class Checkpoint(models.Model):
    """A signed tree head (C2SP). `size` is unique: two sequencers cannot fork the log."""

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField()
    text = models.TextField()
    at = models.DateTimeField()


class Witness(models.Model):
    """Somebody outside who cosigns checkpoints."""

    name = models.CharField(max_length=100, unique=True)
    public_key = models.BinaryField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()


class Cosignature(models.Model):
    """A witness's signature under a checkpoint, accepted by file."""

    checkpoint = models.ForeignKey(
        Checkpoint, on_delete=models.PROTECT, related_name="cosignatures"
    )
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="cosignatures")
    text = models.TextField()
    at = models.DateTimeField()  # as the witness states it
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["checkpoint", "witness"], name="cosigned_once")
        ]
