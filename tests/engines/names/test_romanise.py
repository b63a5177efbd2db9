"""Romanisations for display, against the rules of the standards."""

import pytest

from wayhome.engines.names import Romanised, Standard, romanise
from wayhome.values import InvalidEvidence


@pytest.mark.parametrize(
    ("text", "standard", "language", "expected"),
    [
        # The table of resolution 55 and its notes on зг, ь and the apostrophe.
        ("Згурський", Standard.CMU_55, "uk", "Zghurskyi"),
        ("Єнакієве", Standard.CMU_55, "uk", "Yenakiieve"),
        ("Йосипівка", Standard.CMU_55, "uk", "Yosypivka"),
        ("Костянтин", Standard.CMU_55, "uk", "Kostiantyn"),
        ("Знам'янка", Standard.CMU_55, "uk", "Znamianka"),
        ("Ґалаґан", Standard.CMU_55, "uk", "Galagan"),
        ("ЩЕРБА Юрій", Standard.CMU_55, "uk", "SHCHERBA Yurii"),
        # Doc 9303, part 3: Ukrainian г is H, и Y, є YE at the beginning; no rule for зг.
        ("Єгиазарян Григорій", Standard.ICAO_9303, "uk", "Yehyazarian Hryhorii"),
        ("Згурський", Standard.ICAO_9303, "uk", "Zhurskyi"),
        ("Щукин Игорь", Standard.ICAO_9303, "ru", "Shchukin Igor"),
        ("Подъяпольский", Standard.ICAO_9303, "ru", "Podieiapolskii"),
        ("Юлия Эйдель", Standard.ICAO_9303, "ru", "Iuliia Eidel"),
        # BGN/PCGN: 2019 for Ukrainian, 1947 for Russian.
        ("Згурський", Standard.BGN_PCGN, "uk", "Zghurskyi"),
        ("Ельцова", Standard.BGN_PCGN, "ru", "Yel’tsova"),
        ("Алексеевич", Standard.BGN_PCGN, "ru", "Alekseyevich"),
        ("Подъёмный", Standard.BGN_PCGN, "ru", "Pod”yëmnyy"),
        ("Ёлкин ЕЖОВ", Standard.BGN_PCGN, "ru", "Yëlkin YEZHOV"),
        ("Эйдель-Щукина", Standard.BGN_PCGN, "ru", "Eydel’-Shchukina"),
        ("Kravchenko", Standard.BGN_PCGN, "ru", "Kravchenko"),
        ("", Standard.CMU_55, "uk", ""),
    ],
)
def test_romanise(text, standard, language, expected):
    assert romanise(text, standard=standard, language=language) == Romanised(expected, standard)


@pytest.mark.parametrize(
    ("standard", "language"), [(Standard.CMU_55, "ru"), (Standard.ICAO_9303, "ar")]
)
def test_refuses_a_language_without_rules(standard, language):
    with pytest.raises(InvalidEvidence, match=language):
        romanise("Кравченко", standard=standard, language=language)
