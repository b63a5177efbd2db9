"""The files of the example, and the lists they become."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import wayhome
from wayhome.apps.audit.models import Organisation
from wayhome.apps.register.models import PersonList
from wayhome.apps.register.services.imports import commit_import, confirm_mapping, start_import
from wayhome.values import WayhomeError
from wayhome.web.demo.people import NORTH, SOUTH, People


class NoExample(WayhomeError):
    """The files of the example are not on this machine."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A list as it was handed over."""

    file: str
    office: str
    to: str
    kind: PersonList.Kind
    title: str
    as_of_date: str
    follows: str = ""


K = PersonList.Kind
LISTS = (
    Handed("northland_sought_v1.csv", NORTH, SOUTH, K.SOUGHT, "Missing servicemen", "2026-06-01"),
    Handed("southland_held_v1.csv", SOUTH, NORTH, K.HELD, "Persons in custody", "2026-08-15"),
    Handed("southland_sought_v1.csv", SOUTH, NORTH, K.SOUGHT, "Missing servicemen", "2026-08-15"),
    Handed("northland_held_v1.xlsx", NORTH, SOUTH, K.HELD, "Prisoners of war", "2026-08-20"),
    Handed("northland_transfer.csv", NORTH, SOUTH, K.TRANSFER, "Proposed for transfer",
           "2026-08-22"),
    Handed("children_339.csv", NORTH, SOUTH, K.CHILDREN, "339 children", "2026-08-25"),
    Handed("northland_dead.csv", NORTH, SOUTH, K.DECEASED, "Reported dead", "2026-08-25"),
    Handed("northland_sought_v2.xlsx", NORTH, SOUTH, K.SOUGHT, "Missing servicemen", "2026-09-01",
           follows="northland_sought_v1.csv"),
)  # fmt: skip


def example_folder() -> Path:
    """Where the files of the example are: in the package, or in the repository it runs from.

    Raises:
        NoExample: neither.
    """
    package = Path(wayhome.__file__).parent
    for folder in (package / "resources" / "example", package.parents[1] / "examples" / "register"):
        if (folder / LISTS[0].file).is_file():
            return folder
    raise NoExample("The files of the example are not installed. Run this from the repository.")


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of one of our own tables of the example."""
    with (example_folder() / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def hand_over(handed: Handed, people: People, earlier: Mapping[str, PersonList]) -> PersonList:
    """Import the list as the officer of its office would: upload, look, commit."""
    by = people[handed.office, "officer"]
    at = datetime.fromisoformat(f"{handed.as_of_date}T09:00:00").replace(tzinfo=UTC)
    criteria = json.loads((example_folder() / "criteria.json").read_text(encoding="utf-8"))
    job = start_import(
        by=by,
        organisation=Organisation.objects.get(name=handed.office),
        kind=handed.kind,
        title=handed.title,
        as_of_date=handed.as_of_date,
        file_name=handed.file,
        content=(example_folder() / handed.file).read_bytes(),
        at=at,
        addressed_to=Organisation.objects.get(name=handed.to).party,
        predecessor=earlier.get(handed.follows),
        criteria=criteria if handed.file.startswith(criteria["list"]) else None,
    )
    confirm_mapping(job=job, mapping=job.parameters["mapping"], by=by, at=at)
    return commit_import(job=job, by=by, at=at)
