"""Files of DNA laboratories: profiles, pedigrees, Familias; and pedigrees drawn.

Laboratory numbers only: nothing here asks for a name, and no message carries one.
"""

from wayhome.files.kinship.calls import Finding
from wayhome.files.kinship.drawing import Drawing, draw_pedigree
from wayhome.files.kinship.facts import Facts, read_excluded, read_facts
from wayhome.files.kinship.familias import write_fam
from wayhome.files.kinship.families import Family
from wayhome.files.kinship.frequency_tables import read_frequencies
from wayhome.files.kinship.labels import hide_names, remains_without_names, without_names
from wayhome.files.kinship.ped import write_ped
from wayhome.files.kinship.reading import ReadFamilies, read_families, read_remains
from wayhome.files.kinship.specimens import ReadProfiles, SetAside, Specimen

__all__ = [
    "Drawing",
    "Facts",
    "Family",
    "Finding",
    "ReadFamilies",
    "ReadProfiles",
    "SetAside",
    "Specimen",
    "draw_pedigree",
    "hide_names",
    "read_excluded",
    "read_facts",
    "read_families",
    "read_frequencies",
    "read_remains",
    "remains_without_names",
    "without_names",
    "write_fam",
    "write_ped",
]
