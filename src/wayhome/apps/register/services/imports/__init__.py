"""A file becomes a list: received, its columns mapped, checked, looked at, committed.

Every step is a job's move from one state to the next, so that nothing is half-done: a file that
is being imported is a `Job`, and it is a `PersonList` only from the one transaction that makes
the whole list.
"""

from datetime import datetime

from wayhome.apps.register.models import Job
from wayhome.apps.register.services.imports.checking import (
    accept_mapping,
    check_lines,
    confirm_mapping,
    sealed_findings,
)
from wayhome.apps.register.services.imports.committing import (
    ask_commit,
    commit_import,
    write_list,
)
from wayhome.apps.register.services.imports.correcting import rows_to_correct
from wayhome.apps.register.services.imports.receiving import (
    may_be_followed,
    read_columns,
    receive_file,
    start_import,
)
from wayhome.apps.register.services.imports.refusals import CannotImport, refusal_of
from wayhome.apps.register.services.imports.rolling_back import roll_back_list
from wayhome.apps.register.services.imports.stopping import begin_again, cancel_import

STEPS = {"reading": read_columns, "checking": check_lines, "committing": write_list}


def advance_import(*, job: Job, at: datetime) -> Job:
    """Do the step an import waits for.

    Raises:
        CannotImport: it waits for none.
    """
    if job.state != Job.State.WAITING or job.stage not in STEPS:
        raise CannotImport("other_step")
    return STEPS[job.stage](job=job, at=at)
