"""What may be done with accounts, keys and the history: one verb, one transaction, one entry."""

from wayhome.apps.audit.services.history import Part, SealedParts, record, seal_parts
from wayhome.apps.audit.services.reading import TooManyReads, log_reads
from wayhome.apps.audit.services.sealing import (
    CannotOpen,
    destroy_keys,
    make_keys,
    new_key,
    new_keys,
    open_sealed,
    seal,
)
