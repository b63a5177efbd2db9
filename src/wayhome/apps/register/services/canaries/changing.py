"""An invented person changes as a line beside him was changed."""

from collections.abc import Mapping, Sequence
from random import Random

from wayhome.apps.register.services.canaries.inventing import (
    another_name,
    like_some,
    script_of,
)
from wayhome.engines.names.romanise import romanise_for_reading

Fields = Mapping[str, str]
NAMING = ("full_name", "surname", "given_names", "patronymic")
_LANGUAGE = {"Cyrl-uk": "uk", "Cyrl-ru": "ru"}


def changed_alike(
    fields: Fields, *, was: Fields, now: Fields, lines: Sequence[Fields], draw: Random
) -> dict[str, str]:
    """These fields, where that line was changed, as the lines have them now.

    Args:
        fields: of the invented person, every field.
        was: of the line that was changed, before.
        now: after.
        lines: all lines as they are now, to draw from.
        draw: the draw.
    """
    made = dict(fields)
    for field, value in now.items():
        if field in NAMING or was.get(field, "") == value:
            continue
        if field == "sex":
            made[field] = (made[field] or "m") if value else ""  # without a sex he was made a man
        else:
            made[field] = like_some(field, lines, draw=draw) if value else ""
    if any(was.get(field, "") != now.get(field, "") for field in NAMING):
        made |= _named_alike(fields, now, lines, draw)
    return made


def _named_alike(
    fields: Fields, now: Fields, lines: Sequence[Fields], draw: Random
) -> dict[str, str]:
    """The name in the script of these lines, in those cells that they fill.

    Into Latin letters it is romanised. Into others nothing carries a name over: there he gets
    another one, which is as far as this goes.
    """
    name = _parts_of(fields)
    before, after = script_of([fields]), script_of(lines)
    if before != after and after == "Latn" and before in _LANGUAGE:
        name = {k: romanise_for_reading(v, _LANGUAGE[before]) for k, v in name.items()}
    elif before != after and {before, after} != set(_LANGUAGE):
        name = another_name(lines, draw=draw, woman=fields.get("sex") == "f")
    whole = " ".join(part for part in (name[field] for field in NAMING[1:]) if part)
    name["full_name"] = whole
    filled = {field for field in NAMING if now.get(field)}
    return {field: name[field] if field in filled else "" for field in NAMING}


def _parts_of(fields: Fields) -> dict[str, str]:
    words = fields.get("full_name", "").split()
    written = [fields.get(field, "") for field in NAMING[1:]]
    parts = written if any(written) else [*words, "", "", ""][:3]
    return dict(zip(NAMING[1:], parts, strict=True))
