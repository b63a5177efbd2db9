"""The rows of a file that have problems, as a file to correct and bring again."""

from dataclasses import replace
from io import BytesIO

from wayhome.apps.audit.services import open_sealed
from wayhome.apps.register.models import Job, PersonList
from wayhome.apps.register.services.imports.checking import NOT_A_PERSON
from wayhome.apps.register.services.imports.lines import read_file
from wayhome.apps.register.services.imports.sealed_files import opened
from wayhome.files.report.spreadsheets import write_csv
from wayhome.files.report.tables import error_table


def rows_to_correct(brought: Job | PersonList, *, lang: str) -> BytesIO:
    """The rows with problems: every column as written, the row number and what is wrong, as CSV.

    Args:
        brought: an import whose columns are mapped, or the list it became.
        lang: of the sentences.
    """
    if isinstance(brought, Job):
        content, mapping = opened(brought), brought.parameters["mapping"]
    else:
        content = open_sealed(brought.key_of_file, bytes(brought.file_sealed), purpose="file")
        mapping = brought.mapping
    read = read_file(content, name=brought.file_name, mapping=mapping)
    problems = tuple(p for p in read.problems if p.row and p.code not in NOT_A_PERSON)
    table = error_table(replace(read, problems=problems), lang=lang, no_names=False)
    file = BytesIO()
    write_csv(table, file)
    return file
