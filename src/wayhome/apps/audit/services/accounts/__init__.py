"""What administrators do with accounts: open, grant, close, reset. Never to themselves."""

from wayhome.apps.audit.services.accounts.offices import create_organisation, create_party
from wayhome.apps.audit.services.accounts.opening import (
    Link,
    choose_password,
    create_account,
    found_institution,
    issue_link,
    link_holds,
)
from wayhome.apps.audit.services.accounts.refusals import (
    CannotChangeAccount,
    CannotCreateAccount,
    CannotGrantRole,
    CannotIssueLink,
    CannotResetAccess,
)
from wayhome.apps.audit.services.accounts.resets import approve_reset, ask_reset
from wayhome.apps.audit.services.accounts.roles import (
    approve_role,
    ask_role,
    close_account,
    grant_role,
    reopen_account,
    revoke_role,
)
from wayhome.apps.audit.services.accounts.sessions import end_sessions
