"""A history nobody can rewrite unseen: an append-only Merkle log, its proofs and its checkpoints.

`append` adds entries, `inclusion_proof` and `consistency_proof` prove, `sign_checkpoint` binds the
log to a date in the world, `verify_log` reads all of it again. Keys, salts and times are arguments.
"""

from wayhome.engines.ledger.checkpoint import (
    Checkpoint,
    Cosignature,
    cosign_checkpoint,
    join_signatures,
    read_checkpoint,
    sign_checkpoint,
    verify_checkpoint,
    verify_cosignature,
)
from wayhome.engines.ledger.entry import Json, canonical, commitment
from wayhome.engines.ledger.errors import LedgerBroken
from wayhome.engines.ledger.hashes import empty_root, leaf_hash
from wayhome.engines.ledger.note import read_verifier_key, verifier_key
from wayhome.engines.ledger.pack import Part, Proven, verify_pack, write_pack
from wayhome.engines.ledger.proofs import verify_consistency, verify_inclusion
from wayhome.engines.ledger.store import HashStore, MemoryStore
from wayhome.engines.ledger.tree import Tree, append, consistency_proof, inclusion_proof, root
from wayhome.engines.ledger.whole import Verified, verify_log

__all__ = [
    "Checkpoint",
    "Cosignature",
    "HashStore",
    "Json",
    "LedgerBroken",
    "MemoryStore",
    "Part",
    "Proven",
    "Tree",
    "Verified",
    "append",
    "canonical",
    "commitment",
    "consistency_proof",
    "cosign_checkpoint",
    "empty_root",
    "inclusion_proof",
    "join_signatures",
    "leaf_hash",
    "read_checkpoint",
    "read_verifier_key",
    "root",
    "sign_checkpoint",
    "verifier_key",
    "verify_checkpoint",
    "verify_consistency",
    "verify_cosignature",
    "verify_inclusion",
    "verify_log",
    "verify_pack",
    "write_pack",
]
