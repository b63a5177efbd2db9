"""The evidence pack: one entry with everything needed to check it, offline, by a stranger."""

from wayhome.engines.ledger.pack.evidence import Part, Proven, verify_pack, write_pack

__all__ = ["Part", "Proven", "verify_pack", "write_pack"]
