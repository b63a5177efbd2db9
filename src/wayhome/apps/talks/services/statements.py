"""What was said, and where sides stand."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import record
from wayhome.apps.register.services.sources import plain
from wayhome.apps.talks.models import (
    Delegate,
    Issue,
    Kept,
    Position,
    Process,
    Round,
    Side,
    Stance,
    Statement,
    Translation,
)
from wayhome.apps.talks.services.filing import (
    IN_CONFIDENCE,
    CannotRecord,
    Filing,
    Words,
    check,
    facts_of,
    mine,
    part_of,
    write_row,
    write_words,
)


@transaction.atomic
def record_statement(
    *,
    process: Process,
    words: Words,
    mode: str,
    by: User,
    at: datetime,
    speaker: str = "",
    delegate: Delegate | None = None,
    side: Side | None = None,
    round: Round | None = None,
    issue: Issue | None = None,
    said_date: str = "",
    stance: str = Stance.UNKNOWN,
    filing: Filing = IN_CONFIDENCE,
) -> Statement:
    """Write down what somebody said.

    Args:
        process: of which talks.
        words: in their own language, with translations.
        mode: one of `Statement.Mode`.
        by: who writes it down.
        at: when.
        speaker: the name as written, where it is no delegate on record.
        delegate: who spoke.
        side: whose view it is; of a delegate, that of the delegation.
        round: at which it was said, if at one.
        issue: what it is about.
        said_date: EDTF.
        stance: towards what is before the table.
        filing: who may see it and what it stands on.

    Raises:
        CannotRecord: nothing said, nobody named, or more would see it than may.
    """
    if delegate is not None:
        speaker, side = speaker or delegate.name, side or delegate.delegation.side
    if not speaker and side is None:
        raise CannotRecord(_("Say who spoke, or for which side."))
    statement = Statement(
        process=process, round=round, side=side, delegate=delegate, speaker=speaker, issue=issue,
        said_date=said_date, mode=mode, stance=stance, wording=write_words(words, by=by, at=at),
    )  # fmt: skip
    made = write_row(statement, filing=filing, by=by, at=at)
    record(act="statement_recorded", by=by, at=at, facts=facts_of(made), parts=[part_of(made)])
    return made


@transaction.atomic
def record_position(
    *,
    side: Side,
    issue: Issue,
    by: User,
    at: datetime,
    gist: str = "",
    stance: str = Stance.UNKNOWN,
    round: Round | None = None,
    as_of_date: str = "",
    words: Words | None = None,
    filing: Filing = IN_CONFIDENCE,
) -> Position:
    """Write down where a side stands on an issue, as of a round or a day.

    Args:
        side: whose position.
        issue: on what.
        by: who writes it down.
        at: when.
        gist: in a few neutral words.
        stance: for, against, on a condition.
        round: at which it was taken.
        as_of_date: EDTF.
        words: its own words.
        filing: who may see it and what it stands on.

    Raises:
        CannotRecord: neither gist nor words, or more would see it than may.
    """
    if not gist.strip() and words is None:
        raise CannotRecord(_("Say in a few words where the side stands."))
    position = Position(
        process=side.process, side=side, issue=issue, round=round, as_of_date=as_of_date,
        stance=stance, gist=gist, wording=write_words(words, by=by, at=at),
    )  # fmt: skip
    made = write_row(position, filing=filing, by=by, at=at)
    record(act="position_recorded", by=by, at=at, facts=facts_of(made), parts=[part_of(made)])
    return made


@transaction.atomic
def add_translation(
    *, row: Kept, language: str, text: str, translator: str, by: User, at: datetime
) -> Translation:
    """Add a translation to the words of a row that has words.

    Raises:
        CannotRecord: it has none, nothing was translated, or nobody named as translator.
    """
    own, wording = mine(row, by), getattr(row, "wording", None)
    if wording is None:
        raise CannotRecord(_("There are no words to translate."))
    made = Translation(
        wording=wording, language=plain(language), text=plain(text), translator=plain(translator),
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    check(made)
    made.save()
    facts = {**facts_of(own), "translation": str(made.uid)}
    told = {"language": made.language, "text": made.text, "translator": made.translator}
    record(
        act="translation_added", by=by, at=at, facts=facts, parts=[part_of(own, translation=told)]
    )
    return made


@transaction.atomic
def withdraw_translation(
    *, row: Kept, translation: Translation, reason: str, by: User, at: datetime
) -> None:
    """Take a translation back.

    Raises:
        CannotRecord: no reason, or it does not stand.
    """
    own, reason = mine(row, by), plain(reason)[:1000]
    if not reason:
        raise CannotRecord(_("Give a reason, as you would in a year."))
    standing = Translation.objects.filter(
        pk=translation.pk, wording=getattr(row, "wording", None), withdrawn_at=None
    )
    if not standing.update(withdrawn_by=by, withdrawn_at=at, withdrawn_reason=reason):
        raise CannotRecord(_("This no longer stands. Reload the page."))
    facts = {**facts_of(own), "translation": str(translation.uid)}
    record(
        act="translation_withdrawn", by=by, at=at, facts=facts, parts=[part_of(own, reason=reason)]
    )
