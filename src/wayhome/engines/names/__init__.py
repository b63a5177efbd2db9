"""Is this written name a rendering of that one?

Reading a name as written, keys under which its spellings meet, the same name in another language,
and romanisations for display. Importing this package loads no table; each is
read when it is first asked for.
"""

from wayhome.engines.names.align import align_letters
from wayhome.engines.names.explain import explain
from wayhome.engines.names.keys import consonant_key, declension_stem, sound_key
from wayhome.engines.names.order import order_of
from wayhome.engines.names.patronymic import (
    father_keys,
    fathers_names,
    fathers_stem,
    is_patronymic,
    is_same_father,
)
from wayhome.engines.names.person_name import Label, Likely, NamePart, PersonName
from wayhome.engines.names.reading import read_name, read_parts
from wayhome.engines.names.romanise import Romanised, Standard, romanise
from wayhome.engines.names.same_name import is_same_name, same_name_certainty, same_name_keys
from wayhome.engines.names.script import comparison_form, normal_form, script_of

__all__ = [
    "Label",
    "Likely",
    "NamePart",
    "PersonName",
    "Romanised",
    "Standard",
    "align_letters",
    "comparison_form",
    "consonant_key",
    "declension_stem",
    "explain",
    "father_keys",
    "fathers_names",
    "fathers_stem",
    "is_patronymic",
    "is_same_father",
    "is_same_name",
    "normal_form",
    "order_of",
    "read_name",
    "read_parts",
    "romanise",
    "same_name_certainty",
    "same_name_keys",
    "script_of",
    "sound_key",
]
