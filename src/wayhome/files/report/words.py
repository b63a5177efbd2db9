"""Weights and probabilities in words that claim no more than they should."""

from math import floor, log10

from wayhome.files.messages import message

_EVEN = log10(1.5)  # below this factor the evidence leans neither way
_MILLION, _BILLION, _TRILLION = 6, 9, 12  # powers of ten


def evidence_in_words(log10_lr: float, lang: str) -> str:
    """How many times likelier the evidence is if both lines are one person."""
    if abs(log10_lr) < _EVEN:
        return message("evidence.even", lang)
    key = "evidence.one_person" if log10_lr > 0 else "evidence.two_persons"
    return message(key, lang, times=times_in_words(abs(log10_lr), lang))


def times_in_words(log10_factor: float, lang: str) -> str:
    """A factor of at least 1.5, rounded to what can be meant: 12, 400, 40,000, 3 million."""
    if log10_factor >= _TRILLION:
        return message("times.beyond", lang)
    for power, key in ((_BILLION, "times.billion"), (_MILLION, "times.million")):
        if log10_factor >= power:
            return message(key, lang, n=_rounded(10 ** (log10_factor - power)))
    rounded = _rounded(10**log10_factor)
    if rounded >= 10**_MILLION:
        return message("times.million", lang, n=1)
    return message("times.plain", lang, n=rounded)


def _rounded(factor: float) -> int:
    if factor < 100:
        return max(round(factor), 1 if factor < 1.5 else 2)
    step = int(10 ** floor(log10(factor)))
    return round(factor / step) * step


def chance_in_words(posterior: float, lang: str) -> str:
    """A probability as so many in 100, in 1,000 or in 10,000. Never rounded up to certainty."""
    if posterior >= 0.9999:
        return message("chance.above", lang, n=9_999, of=10_000)
    if posterior >= 0.999:
        return message("chance.of", lang, n=_down(posterior, 10_000), of=10_000)
    if posterior >= 0.99:
        return message("chance.of", lang, n=_down(posterior, 1_000), of=1_000)
    if posterior >= 0.01:
        return message("chance.of", lang, n=_down(posterior, 100), of=100)
    if posterior >= 0.001:
        return message("chance.of", lang, n=_down(posterior, 1_000), of=1_000)
    return message("chance.below", lang, n=1, of=1_000)


def _down(posterior: float, of: int) -> int:
    return floor(posterior * of + 1e-9)


def factor_sign(log10_lr: float, lang: str) -> str:
    """The same factor in a table's narrow column: `×40,000`, `÷12`, `×1`."""
    if abs(log10_lr) < _EVEN:
        return "×1"
    sign = "×" if log10_lr > 0 else "÷"
    size = abs(log10_lr)
    if size >= _BILLION:
        return f"{sign}10^{floor(size)}"
    return sign + message("number", lang, n=_rounded(10**size))
