"""What a statement is about and which way it leans, by cue words alone."""

import re

_TOPICS = (
    ("prisoners", r"prisoner|captive|pow\b|detainee|hostage|internee|swap|exchange of|for all\b"),
    ("children", r"child|minors?\b|teenager"),
    ("bodies", r"\bbod(?:y|ies)\b|remains|the dead|fallen"),
    ("civilians", r"civilian"),
    ("missing", r"missing"),
    (
        "leaders meeting",
        r"summit|leaders[’']|(?:two|both) presidents"
        r"|meeting (?:of|between) (?:the )?(?:leaders|presidents)",
    ),
    ("ceasefire", r"cease-?fire|truce|cessation|hostilities|armistice|lull|pause"),
    ("aid", r"\baid\b|humanitarian|convoy|corridor"),
    ("withdrawal", r"withdraw|pull(?:ing)? (?:out|back)|troops"),
    ("sanctions", r"sanction"),
    ("talks", r"\btalks\b|negotiat|dialogue|round\b|contacts|meeting"),
    ("peace", r"\bpeace\b|\bwar\b|treaty"),
)
_PATTERNS = tuple((topic, re.compile(words, re.I)) for topic, words in _TOPICS)
_OPPOSE = re.compile(
    r"\b(?:reject|refus|rul(?:ed|es|ing) (?:it |that |this )?out|turned down|push(?:ed|es)? back"
    r"|dismiss|oppos|denounc|condemn"
    r"|accus|denied|declin)\w*",
    re.I,
)
_SUPPORT = re.compile(
    r"\b(?:welcom|hail|prais|back(?:ed|s)\b|support|satisf|endors|applaud|commend|thank)\w*", re.I
)
_CONDITION = re.compile(
    r"^(?:if|unless|only (?:if|when|after)|provided|as soon as|once)\b"
    r"|\b(?:unless|provided that|on condition)\b",
    re.I,
)


def topic_of(words: str, sentence: str) -> str:
    """The first topic that the words name, else the sentence; empty where none does."""
    for part in (words, sentence):
        found = [(m.start(), topic) for topic, p in _PATTERNS if (m := p.search(part))]
        if found:
            return min(found)[1]
    return ""


def stance_of(sentence: str, words: str, *, quoted: bool) -> str:
    """Support, oppose or conditional where a cue says so; unknown everywhere else."""
    if _CONDITION.search(words):
        return "conditional"
    around = sentence.replace(words, " ") if quoted else sentence
    against, for_it = _OPPOSE.search(around), _SUPPORT.search(around)
    if bool(against) == bool(for_it):
        return "unknown"
    return "oppose" if against else "support"
