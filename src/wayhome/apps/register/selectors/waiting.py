"""How much waits in each of several queues, asked in one question.

Every page asks it for its left column, and building it takes Django far longer than answering it
takes the database. So its text is kept, for an account with its party and its roles as they are at
that moment; the answer never is. See docs/decisions/0015-questions-are-kept-answers-never.md.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from wayhome.apps.audit.models import User

Waiting = Callable[[User], QuerySet[Any, Any]]
"""What waits for a viewer. It asks the database nothing while it is built, and no clock: what it
gives follows from the account's number, party and roles, and what `count_waiting` is given."""


@dataclass(frozen=True, slots=True)
class Asking:
    """All that a question about what waits for an account depends on."""

    account: int
    party: int
    keeps_register: bool
    roles: frozenset[str]
    is_active: bool
    queues: tuple[str, ...]
    given: tuple[int, ...]
    database: str

    @classmethod
    def of(cls, viewer: User, queues: Iterable[str], given: tuple[int, ...]) -> "Asking":
        """As the account is now."""
        return cls(
            account=viewer.pk,
            party=viewer.organisation.party_id,
            keeps_register=viewer.keeps_register,
            roles=viewer.roles,
            is_active=viewer.is_active,
            queues=tuple(queues),
            given=given,
            database=connection.vendor,
        )


Question = tuple[str, tuple[Any, ...]]
_kept: dict[Asking, Question] = {}
MOST_KEPT = 1000


def count_waiting(
    queues: Mapping[str, Waiting], viewer: User, *, given: tuple[int, ...] = (), at_most: int
) -> Mapping[str, int]:
    """How much waits in each queue now, by the queue's name; counted up to one more than `at_most`.

    Args:
        queues: by a name that stands for the same queue always.
        viewer: for whom.
        given: what was just read and stands in one of the queries: primary keys.
        at_most: where counting may stop.
    """
    if not queues:
        return {}
    asking = Asking.of(viewer, queues, given)
    if asking not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[asking] = _question([find(viewer) for find in queues.values()], at_most)
    with connection.cursor() as cursor:
        cursor.execute(*_kept[asking])
        return dict(zip(queues, cursor.fetchone(), strict=True))


def _question(found: Iterable[QuerySet[Any, Any]], at_most: int) -> Question:
    counts = [_count(one, at_most) for one in found]
    return f"SELECT {', '.join(sql for sql, _ in counts)}", tuple(
        p for _, given in counts for p in given
    )


def _count(waiting: QuerySet[Any, Any], at_most: int) -> Question:
    rows = waiting.order_by() if waiting.query.combinator else waiting.order_by().values("pk")
    try:
        sql, given = rows[: at_most + 1].query.sql_with_params()
    except EmptyResultSet:  # as Django knows without asking
        return "0", ()
    return f"(SELECT COUNT(*) FROM ({sql}) AS waiting)", given  # noqa: S608  Django built it
