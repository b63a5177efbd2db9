"""Tables of accounts, keys, history and reads. Written only by this app's services."""

from wayhome.apps.audit.models.accounts import (
    FactorReset,
    Organisation,
    Party,
    Role,
    RoleGrant,
    RoleRequest,
    User,
)
from wayhome.apps.audit.models.history import (
    Checkpoint,
    Cosignature,
    Entry,
    EntryPart,
    Leaf,
    Node,
    Unnumbered,
    Witness,
)
from wayhome.apps.audit.models.keys import HoldBack, SubjectKey
from wayhome.apps.audit.models.reads import Read
