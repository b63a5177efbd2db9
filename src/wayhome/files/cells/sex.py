"""Sex as lists write it, in five languages and as codes."""

_WORDS = {
    "m": "m male man men boy masculine mr 1 ч чол чоловік чоловіча чоловічий хлопець м муж мужской "
    "мужчина мужск мальчик ذكر ذ رجل ولد مذكر זכר ז גבר בן",
    "f": "f female woman women girl feminine w mrs ms 2 ж жін жінка жіноча жіночий дівчина жен "
    "женский женщина женск девочка أنثى انثى أ ا امرأة بنت مؤنث انثي أنثي נקבה נ אישה אשה בת",
}
_SEXES = {word: sex for sex, words in _WORDS.items() for word in words.split()}
NO_SEX = frozenset({"0", "9", "u", "x", "unknown", "other"})
"""Codes that say the sex is not known or not recorded (ISO/IEC 5218: 0, 9)."""


def read_sex(text: str) -> str | None:
    """`m`, `f`, or None where the cell says neither (ISO/IEC 5218: 1 male, 2 female)."""
    word = text.strip().strip(".").casefold()
    return _SEXES.get(word.removesuffix(".0"))
