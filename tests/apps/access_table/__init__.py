"""Who may open which address, and what lies behind it. One row for every address.

A new address needs a row in the file of its room here, or the build fails:

    "register:sheet": Row("register.see_candidate"),                          # names nothing
    "register:line": Row("register.see_line", about="line"),                  # the keeper sees all
    "register:judgement": Row("register.see_candidate", about="judgement", seen="own"),

`about` names what the address is of: a maker in the class of the room makes one for every party,
and returns the arguments of the address. `seen` says whose an account may see: `within` (the
keeper all, a party its own) or `own` (each party its own, the keeper too). A row whose view
refuses an empty or untimely request with 404 although the account may see the thing says why in
`unless`.
"""

import uuid

from access_table import audit, exchange, register, talks
from access_table.ground import SECRETS
from access_table.row import P, Row

__all__ = ["ABSENT", "ENTRANCE", "ROWS", "SECRETS", "Row", "World"]

ROWS: dict[str, Row] = {
    "set_language": Row("public", P),
    "health": Row("public"),
    **audit.ROWS,
    **register.ROWS,
    **talks.ROWS,
    **exchange.ROWS,
}

ENTRANCE: dict[str, str] = {
    # Pages of allauth: for anybody, for somebody half-way in, or for whom is in.
    "account_login": "anybody",
    "account_logout": "anybody",
    "mfa_authenticate": "half-way",
    "account_change_password": "in",
    "account_reauthenticate": "in",
    "mfa_index": "in",
    "mfa_list_webauthn": "in",
    "mfa_reauthenticate": "in",
    "mfa_reauthenticate_webauthn": "in",
    "mfa_activate_totp": "in",
    "mfa_deactivate_totp": "in",
    "mfa_add_webauthn": "in",
    "mfa_remove_webauthn": "in",
}

ABSENT = {"uuid": uuid.UUID(int=7 << 80), "str": "zzz-zzzz", "int": 9_999_999}
"""Arguments that name nothing, by the converter of the address."""


class World(audit.OfAudit, register.OfRegister, talks.OfTalks, exchange.OfExchange):
    """One of everything for one party. Each public method makes a kind of thing, once."""
