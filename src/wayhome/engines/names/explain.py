"""What was read of a name, as one plain English sentence."""

from collections.abc import Sequence

from wayhome.engines.names.person_name import Label, NamePart, PersonName

_NOUNS = {
    Label.SURNAME: "surname",
    Label.GIVEN: "given name",
    Label.PATRONYMIC: "patronymic",
    Label.INITIAL: "initial",
    Label.PARTICLE: "particle",
    Label.RANK: "rank",
    Label.HONORIFIC: "honorific",
    Label.KUNYA: "kunya",
}
_SURE, _LIKELY = 0.9, 0.6


def explain(name: PersonName) -> str:
    """Say in one sentence what each part was read as, how surely, and what was inferred.

    The sentence holds the name itself: show it to who may see the name, and log it nowhere.
    """
    if not name.parts:
        return "There is nothing to read."
    said = [_say(group) for group in _groups(name.parts)]
    if name.is_declined:
        basic = " ".join(part.basic_form for part in name.parts if part.nominatives)
        said.append(f"declined, in its basic form probably “{basic}”")
    if name.fathers_names and not any(_is_plain_father(part) for part in name.parts):
        said.append(f"the father's first name is then “{name.fathers_names[0].text}”")
    return "Read as " + "; ".join(said) + "."


def _is_plain_father(part: NamePart) -> bool:
    return part.label is Label.PATRONYMIC and part.rule == "beside_particle"


def _groups(parts: Sequence[NamePart]) -> list[list[NamePart]]:
    """Neighbours of one label, read equally surely, together."""
    groups: list[list[NamePart]] = []
    for part in parts:
        if groups and _kind(groups[-1][-1]) == _kind(part):
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _kind(part: NamePart) -> tuple[Label, Label | None, str]:
    return part.label, part.stands_for, _how_sure(part)


def _say(group: Sequence[NamePart]) -> str:
    words = " ".join(part.text for part in group)
    first = group[0]
    if first.label is Label.UNLABELLED:
        return f"“{words}” not understood and kept as written"
    noun = _NOUNS[first.label]
    if first.stands_for and first.label is Label.INITIAL:
        noun = f"initial of the {_NOUNS[first.stands_for]}"
    elif len(group) > 1 and first.label is not Label.KUNYA:
        noun = f"{noun}s"
    return f"{_how_sure(first)}{noun} “{words}”"


def _how_sure(part: NamePart) -> str:
    if part.certainty >= _SURE:
        return ""
    return "probably " if part.certainty >= _LIKELY else "perhaps "
