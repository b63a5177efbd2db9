"""Whether a day in a sentence lies ahead of what the sentence does or behind it."""

import re

_MODAL = re.compile(
    r"will|would|shall|should|must|may|might|can|could|cannot|[’']ll|due|scheduled|set"
    r"|slated|expected|planned|planning|plans|intends|intend|hopes|aims|wants|expects"
    r"|going|supposed|obliged|bound|urged|invited|ready|wo|ca"
)
_OPENS = re.compile(
    r"begins|comes|enters|becomes|starts|opens|resumes|expires|lapses|ends|meets|reconvenes|takes"
    r"|falls|runs"
    r"|convenes|undertakes|undertake|pledges|pledge|promises|promise|commits|commit|agrees"
    r"|agree|proposes|demands|calls|seeks|insists|wants|due|deadline|target|timetable"
    r"|until"
)
# What was put forward or fixed: the day belongs to it, unless it follows the verb at once.
_PUTS_FORWARD = re.compile(
    r"proposed|off|postponed|deferred|moved|rescheduled|delayed|forward|offered|demanded"
    r"|suggested|promised|pledged|called|asked|invited|planned"
    r"|scheduled|set|fixed|announced|agreed|ordered|expected|envisaged|envisages|foresees"
    r"|foresaw|approved|undertook|committed|obliged|required|sought|vowed|requested|urged"
    r"|insisted|gave|given|allows|allowed|extended|prolonged|renewed|repeated|reaffirmed"
    r"|confirmed|reconfirmed"
)
_PAST = re.compile(
    r"said|told|met|was|were|had|did|went|came|took|gave|made|held|began|broke|left|sent"
    r"|brought|put|let|saw|spoke|wrote|sat|stood|ran|fell|led|won|lost|found|got|became"
    r"|flew|has|have|been|fought|kept|read|drew|struck|spent|dealt|swore|withdrew|sold"
    r"|built|paid|shot|undertook"
)
_NOT_VERBS = re.compile(
    r"red|need|seed|united|armed|wounded|detained|captured|unnamed|so-called|speed|feed"
    r"|weed|hundred|indeed|exceed|succeed|proceed|agreed-upon|abducted|alleged|mixed|naked"
    r"|sacred|embed|breed|deed|interested|injured|limited|related"
)
_NOT_AFTER_TO = re.compile(
    r"the|a|an|his|her|its|their|our|all|each|both|any|this|that|these|those|it|them|him"
    r"|us|end|about|around|more|at"
)
_DID_OR_DID_NOT = re.compile(  # "failed to agree on Monday" is over
    r"failed|refused|declined|managed|tried|began|started|continued|met|gathered|came|went|flew"
    r"|travelled|traveled|returned|able|unable|helped|used"
)
_WORD = re.compile(r"[’']ll\b|[\w-]+|[;:—–]")


def _is_past(word: str) -> bool:
    if _PAST.fullmatch(word.lower()):
        return True
    ends = word.endswith("ed") and len(word) > 4 and word[0].islower()
    return ends and not _NOT_VERBS.fullmatch(word)


def _governed(words: list[str], place: int) -> bool:
    """Whether a participle stands in a future: "will be freed", "to be freed"."""
    before = [word.lower() for word in words[max(0, place - 4) : place]]
    if "been" in before and not any(map(_MODAL.fullmatch, before)):
        return False
    return any(map(_MODAL.fullmatch, before)) or ("be" in before) or ("to" in before[-2:])


def _backwards(words: list[str]) -> bool | None:
    for place in range(len(words) - 1, -1, -1):
        word = words[place].lower()
        if word in {";", "—", "–"}:
            return None
        if place and words[place - 1] == "to" and not _MODAL.fullmatch(word):
            continue  # an infinitive: "to" and what stands before it decide
        if _MODAL.fullmatch(word) or _OPENS.fullmatch(word):
            return True
        after = words[place + 1] if place + 1 < len(words) else ""
        infinitive = after and after[0].islower() and not _NOT_AFTER_TO.fullmatch(after.lower())
        if word == "to" and infinitive and not after.endswith("ing"):
            return not (place and _DID_OR_DID_NOT.fullmatch(words[place - 1]))
        if _PUTS_FORWARD.fullmatch(word) and place < len(words) - 1:
            return True
        if _is_past(words[place]):
            return _governed(words, place)
    return None


def _forwards(words: list[str]) -> bool | None:
    for place, word in enumerate(words):
        if word in {";", "—", "–"}:
            return None
        lower = word.lower()
        if _MODAL.fullmatch(lower) or _OPENS.fullmatch(lower) or word in {"is", "are"}:
            return True
        if _is_past(word):
            return _governed(words, place)
    return None


def looks_ahead(sentence: str, start: int, end: int) -> bool | None:
    """Whether what happens at sentence[start:end] is still to come; None where unclear.

    The verb before the day decides ("agreed on Monday", "to meet on Monday"); at the beginning of
    a sentence the verb after it.
    """
    before = _WORD.findall(sentence[:start])
    if before and _PAST.fullmatch(before[-1]):  # "it said on Monday that it would"
        return _governed(before, len(before) - 1)
    return _forwards(_WORD.findall(sentence[end:])) if len(before) <= 2 else _backwards(before)


_WAS_TO_BE = re.compile(
    r"\b(?:due|deadline|supposed|were to|was to|promised|pledged|should have|had until|meant to"
    r"|agreed|undertook|missed|lapsed?|expired?|expires|ultimatum)\b"
)


def was_to_be(sentence: str) -> bool:
    """Whether the sentence speaks of something that was to happen."""
    return bool(_WAS_TO_BE.search(sentence))
