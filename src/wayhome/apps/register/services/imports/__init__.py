"""A file becomes a list: received, its columns mapped, checked, looked at, committed.

Every step is a job's move from one state to the next, so that nothing is half-done: a file that
is being imported is a `Job`, and it is a `PersonList` only from the one transaction that makes
the whole list.
"""

from wayhome.apps.register.services.imports.checking import confirm_mapping
from wayhome.apps.register.services.imports.committing import commit_import
from wayhome.apps.register.services.imports.receiving import start_import
from wayhome.apps.register.services.imports.refusals import CannotImport
