"""The evidence pack: one entry with everything needed to check it, offline, by a stranger."""

from wayhome.engines.ledger.pack.evidence import Proven, verify_pack, write_pack

__all__ = ["Proven", "verify_pack", "write_pack"]
