"""Whether a thing was promised, asked, refused, done, or is so: read from the words before it."""

import re
from dataclasses import dataclass

from wayhome.engines.reading.draft import Act, ActDetail, Span, What
from wayhome.engines.reading.facts.triggers import Form, Trigger

_REFUSED = re.compile(
    r"\b(?:refus(?:e|es|ed|ing)|reject(?:s|ed|ing)?|rul(?:e|es|ed|ing) out|declin(?:e|es|ed|ing)"
    r"|turn(?:s|ed|ing) down"
    r"|no (?:commitment|agreement|promise|plan|intention)|would not|will not|won[’']t|cannot"
    r"|never agreed"
    r"|(?:had|has|have|did) not (?:promised?|pledged?|committed?|undertaken|offered?|accepted?)"
    r"|did not agree|has not agreed|not (?:considering|consider|agreed|agree|prepared|ready"
    r"|willing|going)|den(?:y"
    r"|ies|ied) (?:a |any )?"
    r"(?:plan|deal|agree)|fail(?:s|ed|ing)? to (?:agree|reach|secure)|without (?:agreeing"
    r"|agreement)|den(?:y|ies|ied) (?:that|having)|suspend(?:s|ed|ing)?|postpon(?:e|es|ed|ing)"
    r"|call(?:s|ed) off|block(?:s|ed|ing)|delay(?:s|ed|ing))\b",
    re.I,
)
_DEMANDED = re.compile(
    r"\b(?:demand(?:s|ed|ing)?|insist(?:s|ed|ing)? (?:on|that)|call(?:s|ed|ing)? (?:for|on|upon)"
    r"|urg(?:e|es|ed|ing)|want(?:s|ed)?"
    r"|ask(?:s|ed|ing)?|request(?:s|ed|ing)?|press(?:es|ed|ing)? for|appeal(?:s|ed|ing)? (?:for"
    r"|to)|seek(?:s|ing)?"
    r"|wait(?:s|ed|ing)? for|expect(?:s|ed)? (?:the )?[A-Z][\w’'-]+ to"
    r"|sought|requir(?:e|es|ed|ing)|condition(?:ed|al)? (?:on|for)|must|in return for demanding"
    r"|should)\b",
    re.I,
)
_PROPOSED = re.compile(
    r"\b(?:propos(?:e|es|ed|ing|als?)|offer(?:s|ed|ing)?|suggest(?:s|ed|ing)?|possibility of"
    r"|ready to|willing to"
    r"|prepared to|readiness to|willingness to|could|float(?:s|ed)|put forward|initiative"
    r"|is considering"
    r"|bid to|seeking to|hop(?:es|ed|ing)? (?:to|for)|if (?:both|the other))\b",
    re.I,
)
_AGREED = re.compile(
    r"\b(?:agree(?:s|d|ing)?(?: (?:to|on|that))?|finali[sz]ed|settled on|deal|agreements?|accord"
    r"|pact|signed|undert\w+"
    r"|reached|arrangement|protocol|approved|accepted|supposed to|formula|understanding"
    r"|obliged to|bound to)\b",
    re.I,
)
_PLEDGED = re.compile(
    r"\b(?:pledg(?:e|es|ed|ing)|promis(?:e|es|ed|ing)|vow(?:s|ed|ing)?|commit(?:s|ted|ting"
    r"|ment)?|undert\w+|guarantee(?:s|d)?"
    r"|announc(?:e|es|ed|ing)|decid(?:e|es|ed)|will|would|shall|unilaterally|intend(?:s|ed)?"
    r"|intention|order(?:s|ed))\b",
    re.I,
)
_PLANNED = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|due to|set to|expected|schedul(?:e|ed)|to be|about to|prepar(?:e"
    r"|es|ed|ing)|is to|are to|was to|were to"
    r"|await(?:s|ed|ing)|yet to|still to|slated|remaining)\b",
    re.I,
)
_DONE = re.compile(
    r"\b(?:saw|complet(?:e|ed)|carried out|took place|conducted|resulted in|led to|ended with"
    r"|brought|marked|follow(?:s|ed|ing)"
    r"|after|since|hail(?:s|ed)|welcom(?:e|es|ed)|thank(?:s|ed)|secured|achieved|had|has|have"
    r"|been|was|were|facilitated|supervised"
    r"|oversaw|already|so far|including)\b",
    re.I,
)
_DENIED = re.compile(r"\b(?:den(?:y|ies|ied|ying)|no longer)\b", re.I)
_OPEN = re.compile(r"\bto\s+(?:\w+ly\s+)?$", re.I)
_PASSIVE_AHEAD = re.compile(
    r"\b(?:will|would|shall|should|must|can|could|may|to"
    r"|might)\s+(?:\w+\s+)?(?:have )?be\s+(?:\w+\s+)?$",
    re.I,
)
_WHOSE_RELEASE = re.compile(
    r"\s+(?:\w+\s+)?whose (?:release|return|freedom|liberty)\b[^.;]{0,40}?"
    r"\b(?:sought|seeks?|demand\w*|want\w*|ask\w*|requir\w*|insist\w*)\b"
)
_SUBJUNCTIVE = re.compile(
    r"\b(?:recommend|demand|insist|urge|propose|ask|request|require)(?:s|ed|ing)? that "
    r"(?:(?!had\b|has\b|have\b|was\b|were\b)[\w’'-]+\s+){1,6}$",
    re.I,
)
_PARTICIPLE = re.compile(r"\b(?:being|be)\s+(?:\w+\s+)?$", re.I)
_MODAL = re.compile(
    r"\b(?:will|would|shall|to|is to|are to)\s+(?:(?:\w+ly|also|now|then|first|soon|in turn)\s+)*$",
    re.I,
)

_MODAL_ANYWHERE = re.compile(r"\b(?:will|would|agreed to|shall|pledged to|promised to)\b", re.I)

_TABLE: tuple[tuple[re.Pattern[str], Act, ActDetail], ...] = (
    (_REFUSED, Act.REFUSAL, ActDetail.REFUSED),
    (_DEMANDED, Act.ASK, ActDetail.DEMANDED),
    (_PROPOSED, Act.ASK, ActDetail.PROPOSED),
    (_AGREED, Act.PROMISE, ActDetail.AGREED),
    (_PLEDGED, Act.PROMISE, ActDetail.PLEDGED),
    (_PLANNED, Act.PROMISE, ActDetail.PLANNED),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """An act with the rule that found it."""

    act: Act
    detail: ActDetail
    rule: str
    sure: bool = True


def read_act(text: str, clause: Span, trigger: Trigger | None, number: Span) -> Reading:  # noqa: PLR0911 - rules, in their order
    """What kind of act a clause tells, from its trigger's form and the words that govern it.

    Who asks outranks what is asked: "proposed that each side would release" is asked. A past
    form is done unless a modal stands before it; a noun and an infinitive are what governs them.
    """
    if trigger is None:
        return _governed(text[clause.start : number.start], "no verb") or Reading(
            Act.PROMISE, ActDetail.AGREED, "no verb", sure=False
        )
    before = text[clause.start : trigger.span.start]
    if trigger.form is Form.PAST and _SUBJUNCTIVE.search(before):
        return _governed(before, "asked of a third") or Reading(
            Act.PROMISE, ActDetail.AGREED, "that it do", sure=False
        )
    if trigger.form is Form.STATE:
        return _of_state(text, clause, trigger, before, number)
    governed = _governed(before, trigger.form.value)
    if trigger.span.start > number.end and _WHOSE_RELEASE.match(text[number.end : clause.end]):
        return Reading(Act.ASK, ActDetail.DEMANDED, "whose release is asked")
    if trigger.form is Form.PAST:
        return _of_past(before, governed)
    if trigger.form is Form.ING and re.search(r"\b(?:is|are|was|were|be|been)\s+$", before):
        return Reading(Act.PROMISE, ActDetail.PLANNED, "progressive")
    if governed is not None:
        return governed
    if trigger.form is Form.NOUN and _DONE.search(text[clause.start : clause.end]):
        return Reading(Act.DELIVERY, ActDetail.DONE, "noun of a past deed", sure=False)
    if trigger.form is Form.ING and trigger.what is What.TRANSFER:
        return Reading(Act.DELIVERY, ActDetail.DONE, "under way", sure=False)
    if trigger.form is Form.ING:
        done = trigger.towards or _DONE.search(before) is not None
        return Reading(
            Act.DELIVERY if done else Act.PROMISE,
            ActDetail.DONE if done else ActDetail.AGREED,
            "-ing",
            sure=False,
        )
    if trigger.form is Form.BASE and re.search(r"\b(?:have|has|had)\s+(?:\w+\s+)?$", before):
        return Reading(Act.DELIVERY, ActDetail.DONE, "perfect")
    after = text[trigger.span.end : clause.end]
    if trigger.form is Form.NOUN and re.search(r"\b(?:was|were|took place|had|has been)\b", after):
        return Reading(Act.DELIVERY, ActDetail.DONE, "noun and past", sure=False)
    return Reading(Act.PROMISE, ActDetail.AGREED, f"{trigger.form.value} form", sure=False)


def _of_past(before: str, governed: Reading | None) -> Reading:  # noqa: PLR0911 - rules, in their order
    """A past form: done, unless "to be", "will be", or a perfect of a refusal stands before it."""
    if _PASSIVE_AHEAD.search(before):
        if governed is not None:
            return governed
        return Reading(Act.PROMISE, ActDetail.PLANNED, "passive to come")
    if re.search(r"\b(?:not|never)\s+(?:\w+\s+)?(?:been\s+)?$|n[’']t\s+(?:been\s+)?$", before):
        return Reading(Act.REFUSAL, ActDetail.REFUSED, "negated past", sure=False)
    if re.search(r"\b(?:wants?|wanted|demand\w*|asked)\b[^,]{0,60}$", before) and not re.search(
        r"\b(?:had|have|has|were|was)\s+(?:\w+\s+)?(?:been\s+)?$", before
    ):
        return governed or Reading(Act.ASK, ActDetail.DEMANDED, "wanted done")
    if _PARTICIPLE.search(before) and governed is not None and governed.act is not Act.PROMISE:
        return governed
    if re.search(r"\bbeing\s+$", before) and governed:
        return governed
    return Reading(Act.DELIVERY, ActDetail.DONE, "past form")


def _of_state(text: str, clause: Span, trigger: Trigger, before: str, number: Span) -> Reading:
    if trigger.state is ActDetail.LISTED:
        asked = _governed(before, "list")
        if asked is not None and (asked.act is Act.ASK or _MODAL_ANYWHERE.search(before)):
            return asked
        after = re.split(r"\d", text[number.end : clause.end])[0]
        if re.search(r"\b(?:demand|seek|want|insist)\w*\b", after):
            return Reading(Act.ASK, ActDetail.DEMANDED, "a list of those demanded")
        if re.search(
            r"\b(?:due|set|scheduled|slated|expected)? ?to be (?:released|freed|let|handed"
            r"|exchanged|returned)\b",
            after,
        ):
            return Reading(Act.PROMISE, ActDetail.PLANNED, "a list of those to be freed")
        return Reading(Act.STATE, ActDetail.LISTED, "a list")
    if re.search(
        r"\b(?:wants?|demands?|demanded|asked|insists?)\b",
        text[trigger.span.end : max(trigger.span.end, number.start)],
    ):
        return Reading(Act.ASK, ActDetail.DEMANDED, "wanted of those held")
    return Reading(Act.STATE, trigger.state or ActDetail.OTHER, "a state")


_DRAFT = re.compile(
    r"\b(?:[Uu]nder|[Ii]n|[Bb]y) (?:the|a|an|its|their) (?:\w+ ){0,2}?(?:draft|proposals?|offer"
    r"|plan|outline|framework)\b"
    r"[^.;]{0,60}\b(?:put forward|proposed|floated|tabled|drafted|presented|under discussion"
    r"|discussed)\b"
    r"|\b(?:[Uu]nder|[Ii]n) (?:the|a|an|its|their) (?:\w+ ){0,2}?(?:draft|proposals?|offer)\b"
)


def is_only_drafted(earlier: str, clause: str) -> bool:
    """Whether what "would" be done stands in a draft that nobody has agreed to."""
    return bool(_DRAFT.search(earlier) and re.search(r"\b(?:would|could)\b", clause))


def asked_before(words: str) -> Reading | None:
    """Whether the words straight before a number ask or refuse: "wanted all 5,000"."""
    found = _governed(words, "no verb of its own")
    return found if found is not None and found.act in {Act.ASK, Act.REFUSAL} else None


def _governed(before: str, rule: str) -> Reading | None:
    """The strongest governing word before a verb; of refusing and asking, the one nearer to it."""
    found = []
    for rank, (pattern, act, detail) in enumerate(_TABLE):
        matches = list(pattern.finditer(before))
        if matches:
            last = matches[-1]
            found.append((rank, last.start(), act, detail, last[0].lower()))
    strong = [item for item in found if item[2] in {Act.REFUSAL, Act.ASK}]
    weak = [item for item in found if item not in strong]
    if strong:
        nearest = max(strong, key=lambda item: item[1])
        agreed = [item for item in weak if item[3] is ActDetail.AGREED and item[1] > nearest[1]]
        refused = [item for item in strong if item[2] is Act.REFUSAL]
        if refused and nearest[2] is Act.ASK and 0 < nearest[1] - refused[-1][1] < 30:
            nearest = refused[-1]
        if not agreed or nearest[2] is Act.REFUSAL:
            return Reading(nearest[2], nearest[3], f"{nearest[4]} + {rule}")
    if weak:
        first = min(weak)
        return Reading(first[2], first[3], f"{first[4]} + {rule}")
    return None


def what_of(trigger: Trigger | None, *, truce: bool) -> What:
    """The kind of deed; of a ceasefire's time always the ceasefire."""
    if truce:
        return What.CEASEFIRE
    return trigger.what if trigger is not None and trigger.what is not None else What.OTHER
