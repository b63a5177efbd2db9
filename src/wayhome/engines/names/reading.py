"""Reading a name as written: what each of its words is, and how sure that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from wayhome.engines.names.asides import asides_of
from wayhome.engines.names.declension import (
    is_declined_given_name,
    is_declined_patronymic,
    nominatives,
)
from wayhome.engines.names.layouts import MOST_WORDS, Word, label_words
from wayhome.engines.names.patronymic import fathers_names, is_patronymic, sex_of_patronymic
from wayhome.engines.names.person_name import Label, Likely, NamePart, PersonName
from wayhome.engines.names.script import script_of
from wayhome.engines.names.titles import particles, titles_in_front
from wayhome.engines.names.tokens import Token, tokens_of
from wayhome.values import InvalidEvidence

_SURE = 0.95
_LIKELY = 0.8
_MAYBE = 0.55
_LONGEST_INITIAL = 2  # letters: Дж., Ю.
_NAMING = {Label.SURNAME, Label.GIVEN, Label.PATRONYMIC}
_TELLING = _NAMING | {Label.RANK, Label.HONORIFIC}  # labels that say something of other words
_COLUMN_LABELS = {
    "surname": Label.SURNAME,
    "given_names": Label.GIVEN,
    "patronymic": Label.PATRONYMIC,
}


@dataclass(slots=True)
class _Reading:
    """What is known so far of each token of one cell."""

    tokens: list[Token]
    column: str
    found: dict[int, tuple[Label, float, str]] = field(default_factory=dict)
    stands_for: dict[int, Label] = field(default_factory=dict)

    def put(self, at: int, label: Label, certainty: float, rule: str) -> None:
        self.found[at] = (label, certainty, rule)

    def open_words(self) -> list[int]:
        """The places of tokens without a label yet."""
        return [at for at in range(len(self.tokens)) if at not in self.found]

    def parts(self) -> list[NamePart]:
        """One part per token; whatever has no label stays unlabelled."""
        return [self._part(at, token) for at, token in enumerate(self.tokens)]

    def _part(self, at: int, token: Token) -> NamePart:
        label, certainty, rule = self.found.get(at, (Label.UNLABELLED, 1.0, "not_understood"))
        return NamePart(
            text=token.text,
            normal=token.normal,
            label=label,
            certainty=certainty,
            span=(token.start, token.end),
            column=self.column,
            rule=rule,
            stands_for=self.stands_for.get(at),
        )


def read_name(text: str, *, order: str | None = None, sex: str | None = None) -> PersonName:
    """Read a whole name in one cell.

    Args:
        text: the cell, as written. Any text: what is not understood stays an unlabelled part.
        order: `surname_first` or `surname_last` if the list says so.
        sex: `m` or `f` if the list says so.

    Raises:
        InvalidEvidence: an order or sex with another name.
    """
    _check(order, {"surname_first", "surname_last"}, "order")
    _check(sex, {"m", "f"}, "sex")
    reading = _Reading(tokens_of(text), "full_name")
    _read_titles(reading)
    for at, (label, rule) in asides_of(reading.tokens, reading.open_words()).items():
        reading.put(at, label, 1.0 if label is Label.UNLABELLED else _SURE, rule)
    _read_particles(reading)
    if not _read_arabic_chain(reading, order):
        _read_layout(reading, order)
    _doubt_titles(reading)
    return _finish(reading.parts(), sex)


def read_parts(
    *, surname: str = "", given_names: str = "", patronymic: str = "", sex: str | None = None
) -> PersonName:
    """Read a name whose parts have columns of their own.

    Titles, particles and initials inside a column are told apart; the rest is what the column
    says, less surely where a word is plainly of another kind.
    """
    _check(sex, {"m", "f"}, "sex")
    parts: list[NamePart] = []
    cells = {"surname": surname, "given_names": given_names, "patronymic": patronymic}
    for column, text in cells.items():
        parts += _read_column(text, column, patronymic_given=bool(patronymic.strip()))
    return _finish(parts, sex)


def _check(value: str | None, allowed: set[str], what: str) -> None:
    if value is not None and value not in allowed:
        raise InvalidEvidence(f"The {what} of a name is {' or '.join(sorted(allowed))}, or None.")


def _read_column(text: str, column: str, *, patronymic_given: bool) -> list[NamePart]:
    reading, label = _Reading(tokens_of(text), column), _COLUMN_LABELS[column]
    _read_titles(reading)
    _read_particles(reading, inside=label)
    words = reading.open_words()
    for at in words:
        token = reading.tokens[at]
        if _is_initial(token, of=len(reading.tokens)):
            reading.put(at, Label.INITIAL, _SURE, "one_letter")
            reading.stands_for[at] = label
        elif column == "given_names" and _is_fathers(token, at, words, patronymic_given):
            reading.put(at, Label.PATRONYMIC, _LIKELY, "patronymic_ending")
        else:
            reading.put(at, label, _SURE, "column")
    return reading.parts()


def _is_fathers(token: Token, at: int, words: Sequence[int], patronymic_given: bool) -> bool:
    """Whether a word in the column of given names is the patronymic beside them."""
    return not patronymic_given and at != words[0] and is_patronymic(token.text)


def _read_titles(reading: _Reading) -> None:
    """Ranks and honorifics in front, unless nothing else would be left."""
    labels = titles_in_front(reading.tokens)
    left = len(reading.tokens) - len(labels)
    while labels and left < 1:
        labels.pop()
        left += 1
    for at, label in enumerate(labels):
        reading.put(at, label, _SURE, "title_in_front")


def _doubt_titles(reading: _Reading) -> None:
    """Without another surname, the Майор of Майор Іван may be one."""
    if any(label is Label.SURNAME for label, _, _ in reading.found.values()):
        return
    for at, (label, _, rule) in reading.found.items():
        token = reading.tokens[at]
        if rule == "title_in_front" and token.text.isalpha() and token.text[0].isupper():
            reading.put(at, label, _SURE if token.has_dot else _MAYBE, rule)


def _is_initial(token: Token, *, of: int) -> bool:
    """One letter, or two with a full stop: an initial, if other words stand beside it."""
    if of < 2 or not token.text.isalpha():
        return False
    return token.letters == 1 or (token.has_dot and token.letters <= _LONGEST_INITIAL)


def _read_particles(reading: _Reading, inside: Label | None = None) -> None:
    """Ibn, abu, abd, al, oglu and the like, with the words they belong to."""
    kinds: Mapping[str, str] = particles()
    for at, token in enumerate(reading.tokens):
        kind = kinds.get(token.normal.replace("'", ""))
        if kind is None or at in reading.found or token.has_dot:
            continue
        if kind == "child_of_before":
            _bind(reading, at, at - 1, Label.PATRONYMIC, inside)
        elif at + 1 < len(reading.tokens):
            _read_particle_in_front(reading, at, kind, inside)


def _read_particle_in_front(reading: _Reading, at: int, kind: str, inside: Label | None) -> None:
    if kind == "kunya":
        for place in range(at, min(_end_of_word(reading, at + 1), len(reading.tokens))):
            reading.put(place, Label.KUNYA, _LIKELY, "kunya")
    elif kind == "son_of" and at > 0:
        _bind(reading, at, at + 1, Label.PATRONYMIC, inside)
    elif kind == "servant_of":
        label = inside or Label.GIVEN
        for place in range(at, _end_of_word(reading, at + 1)):
            reading.put(place, label, _LIKELY, "servant_of")
    elif kind in {"surname_of", "article"} and (at > 0 or inside or len(reading.tokens) > 2):
        if is_patronymic(reading.tokens[at + 1].text):
            return  # Ван Іванович: a given name
        label = inside or Label.SURNAME
        reading.put(at, Label.PARTICLE, _LIKELY, kind)
        reading.stands_for[at] = label


def _end_of_word(reading: _Reading, at: int) -> int:
    """Past the word at a place, an article in front of it included."""
    is_article = particles().get(reading.tokens[at].normal) in {"article", "servant_of"}
    return min(at + 2 if is_article else at + 1, len(reading.tokens))


def _bind(reading: _Reading, particle: int, word: int, label: Label, inside: Label | None) -> None:
    """A particle and the word whose label it decides."""
    if word < 0 or word in reading.found:
        return
    reading.put(particle, Label.PARTICLE, _SURE, "particle")
    reading.stands_for[particle] = label
    for place in range(word, _end_of_word(reading, word) if word > particle else word + 1):
        reading.put(place, inside or label, _LIKELY, "beside_particle")


def _read_arabic_chain(reading: _Reading, order: str | None) -> bool:
    """In Arabic script: own name, father's, grandfather's, then the family's. True if read so."""
    words = reading.open_words()
    if (
        not words
        or order == "surname_first"
        or reading.tokens[words[0]].segment != (reading.tokens[words[-1]].segment)
    ):
        return False
    if script_of("".join(reading.tokens[at].text for at in words)) != "Arab":
        return False
    if not any(label is Label.GIVEN for label, _, _ in reading.found.values()):
        reading.put(words.pop(0), Label.GIVEN, _LIKELY, "arabic_chain")
    if words:
        _read_family_name(reading, words.pop())
    has_father = any(label is Label.PATRONYMIC for label, _, _ in reading.found.values())
    if words and not has_father:
        reading.put(words.pop(0), Label.PATRONYMIC, _MAYBE, "arabic_chain")
    return True  # further forefathers stay unlabelled


def _read_family_name(reading: _Reading, at: int) -> None:
    is_nisba = reading.tokens[at].normal.startswith("ال")
    reading.put(at, Label.SURNAME, _LIKELY if is_nisba else _MAYBE, "arabic_chain")


def _read_layout(reading: _Reading, order: str | None) -> None:
    """Surname, given names and patronymic in the likeliest order."""
    tokens, words = reading.tokens, reading.open_words()
    if not 0 < len(words) <= MOST_WORDS:
        return
    first, last = tokens[words[0]].segment, tokens[words[-1]].segment
    comma_splits = first != last
    capitals = [tokens[at].text.isupper() and tokens[at].letters > 1 for at in words]
    given = [
        Word(
            text=tokens[at].text,
            is_initial=_is_initial(tokens[at], of=len(words)),
            is_capitals=is_capitals and not all(capitals),
            after_particle=_after_particle(reading, at),
            is_before_comma=tokens[at].segment == first if comma_splits else None,
        )
        for at, is_capitals in zip(words, capitals, strict=True)
    ]
    rule = "comma" if comma_splits else "layout"
    known = frozenset(found[0] for found in reading.found.values()) & _TELLING
    labels = label_words(given, order=order, known=known)
    for at, word, (label, certainty) in zip(words, given, labels, strict=True):
        if word.is_initial and label is not Label.SURNAME:
            reading.stands_for[at] = label
            label = Label.INITIAL  # noqa: PLW2901 -- an initial stays one, whatever it stands for
        reading.put(at, label, certainty, rule)


def _after_particle(reading: _Reading, at: int) -> bool:
    return at > 0 and reading.stands_for.get(at - 1) is Label.SURNAME


def _finish(parts: Sequence[NamePart], sex: str | None) -> PersonName:
    """Add sex, basic forms and the father's name to the labelled parts."""
    fathers = [part for part in parts if part.label is Label.PATRONYMIC]
    sexes = {sex_of_patronymic(part.text) for part in fathers} - {None}
    known_sex = sex or (sexes.pop() if len(sexes) == 1 else None)
    inferred = [name for part in fathers for name in fathers_names(part.text)]
    return PersonName(
        parts=tuple(_with_basic_forms(parts, known_sex)),
        sex=known_sex,
        fathers_names=tuple(
            Likely(name, 0.9 * 0.6**place) for place, name in enumerate(dict.fromkeys(inferred))
        ),
    )


def _with_basic_forms(parts: Sequence[NamePart], sex: str | None) -> list[NamePart]:
    """Basic forms for every part, if a given name or a patronymic shows that they are declined."""
    fathers = [
        part.text for part in parts if part.label is Label.PATRONYMIC and is_patronymic(part.text)
    ]
    declined_patronymic = [text for text in fathers if is_declined_patronymic(text)]
    declined_given = not fathers and any(
        is_declined_given_name(part.text) for part in parts if part.label is Label.GIVEN
    )
    if not declined_patronymic and not declined_given:
        return list(parts)
    dative = not declined_patronymic or declined_patronymic[0].lower().endswith(
        ("у", "ові", "еві", "ні", "не")
    )
    if sex == "f":
        dative = True  # -у is a woman's accusative in any case
    return [
        replace(part, nominatives=nominatives(part.text, part.label, sex, dative=dative))
        if part.label in _NAMING
        else part
        for part in parts
    ]
