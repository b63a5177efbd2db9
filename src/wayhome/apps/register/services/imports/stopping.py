"""An import is stopped, or a step of it is begun again."""

from datetime import datetime

from django.db import transaction

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import record
from wayhome.apps.register.models import Job
from wayhome.apps.register.services.imports.refusals import CannotImport

WAITS = (Job.State.MAPPING, Job.State.WAITING, Job.State.PREVIEW)


@transaction.atomic
def cancel_import(*, job: Job, by: User, at: datetime) -> Job:
    """Stop an import. A running step is asked to stop; what waits is stopped at once.

    Nothing is kept of it but that it was there.

    Raises:
        CannotImport: it is over already.
    """
    imports = Job.objects.filter(pk=job.pk, kind=Job.Kind.IMPORT)
    stopped = imports.filter(state__in=WAITS).update(
        state=Job.State.CANCELLED,
        finished_at=at,
        refusal="stopped",
        file_sealed=None,
        problems_sealed=None,
    )
    asked = imports.filter(state=Job.State.RUNNING).update(cancel_asked=True)
    if not stopped + asked:
        raise CannotImport("other_step")
    record(act="import_stopped", by=by, at=at, facts={"job": str(job.uid)})
    job.refresh_from_db()
    return job


@transaction.atomic
def begin_again(*, job: Job, at: datetime, by: User | None = None) -> Job:
    """Put a running step back into the queue, because its worker is gone.

    Asked for by a person, or (`by` is None) by a worker that starts.

    The attempt under way, should it live after all, then finds that it no longer counts: what it
    wrote is undone by the database. So this can never make two lists of one file.
    """
    running = Job.objects.filter(
        pk=job.pk, kind=Job.Kind.IMPORT, state=Job.State.RUNNING, started_at=job.started_at
    )
    if running.update(state=Job.State.WAITING):
        record(act="import_begun_again", by=by, at=at, facts={"job": str(job.uid)})
    job.refresh_from_db()
    return job
