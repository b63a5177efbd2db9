"""The words for talks, and sentences that are about them."""

import re

TALKS = (
    r"(?:talks|negotiations?|dialogue|summits?|consultations|parleys?|meetings?|sessions?"
    r"|conference|discussions"
    r"|rounds?|encounter|contacts)"
)
MET = (
    r"(?:met|meet|meets|gather(?:ed)?|negotiat(?:ed|ors?|ing)|convened?|reconvened?"
    r"|delegations?|delegates|mediators?|sat\s+down"
    r"|signed|signing|conclud(?:ed|ing)|left|agreed)"
)
ABOUT_TALKS = re.compile(rf"\b(?:{TALKS}|{MET})\b", re.I)
TALKS_THEMSELVES = re.compile(rf"\b(?:{TALKS})\b", re.I)
NO_TALKS = re.compile(
    r"\b(?:round|session|meeting)s?\s+of\s+(?:the\s+)?(?:elections?|voting|matches|games|cup"
    r"|tournament|funding|vaccin\w+"
    r"|applause|golf|play|league|layoffs|strikes|shelling|sanctions|exchanges?\s+of\s+fire"
    r"|parliament|drinks|the\s+championship)\b",
    re.I,
)
NEXT = re.compile(
    r"\b(?:next|another|further|new|future|fresh|follow-up|coming)\s+(?:direct\s+"
    r"|face-to-face\s+)?(?:round|meeting|session|talks|summit)"
    r"|\b(?:meet|reconvene|resume|gather)\s+again\b|\b(?:resume"
    r"|resumption\s+of)\s+(?:the\s+)?talks\b",
    re.I,
)
EARLIER = re.compile(
    r"\b(?:earlier|previous|last|prior|preceding|past)\s+(?:two\s+"
    r"|three\s+)?(?:direct\s+)?(?:rounds?|meetings?|sessions?|talks|negotiated|met)\b"
    r"|\blast\s+(?:met|negotiated|sat)\b",
    re.I,
)
