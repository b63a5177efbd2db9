"""The file that an import brought, sealed until it becomes a list."""

from wayhome.apps.audit.models import SubjectKey
from wayhome.apps.audit.services import open_sealed
from wayhome.apps.register.models import Job
from wayhome.apps.register.services.imports.refusals import CannotImport


def key_of(job: Job) -> SubjectKey:
    """The key under which a job's file and what was found in it lie sealed."""
    if job.key is None:
        raise CannotImport("other_step")
    return job.key


def opened(job: Job) -> bytes:
    """The file of a job, opened."""
    if job.file_sealed is None:
        raise CannotImport("other_step")
    return open_sealed(key_of(job), bytes(job.file_sealed), purpose="file")
