"""What was said at the table and beside it: positions, statements, numbers in dispute."""

from wayhome.apps.register.services.sources import Document
from wayhome.apps.talks.services.deliveries import record_number
from wayhome.apps.talks.services.filing import Words
from wayhome.apps.talks.services.statements import record_position, record_statement
from wayhome.web.demo.talks.table import (
    CAPTIVES,
    CEASEFIRE,
    CHILDREN,
    DEAD,
    LEADERS,
    NORTH,
    SOUTH,
    Table,
    communique,
)

FIRST, SECOND, THIRD = 1, 2, 3

STANDS = (
    (FIRST, NORTH, CEASEFIRE, "support", "A full ceasefire before anything else",
     "Спершу тиша, потім решта.", "uk", "Quiet first, then the rest."),
    (FIRST, SOUTH, CEASEFIRE, "oppose", "No ceasefire while talks go on", "", "", ""),
    (THIRD, NORTH, CEASEFIRE, "support", "Full and immediate",
     "Повне припинення вогню, негайно.", "uk", "A full ceasefire, at once."),
    (THIRD, SOUTH, CEASEFIRE, "conditional", "24 to 48 hours, to recover the dead",
     "Сутки или двое, чтобы забрать погибших.", "ru", "A day or two, to recover the dead."),
    (SECOND, NORTH, CAPTIVES, "support", "All for all", "Усіх на всіх.", "uk", "All for all."),
    (SECOND, SOUTH, CAPTIVES, "conditional", "Equal numbers, in several exchanges", "", "", ""),
    (FIRST, SOUTH, DEAD, "support", "Hands over those it has recovered", "", "", ""),
    (THIRD, NORTH, CHILDREN, "support", "Return of the 339 on its list", "", "", ""),
    (THIRD, SOUTH, CHILDREN, "conditional", "Names are under review",
     "Список проверяется по каждому имени.", "ru", "The list is being checked name by name."),
    (THIRD, NORTH, LEADERS, "support", "Before the middle of October", "", "", ""),
    (THIRD, SOUTH, LEADERS, "conditional", "Only to sign an agreement", "", "", ""),
)  # fmt: skip

SAID = (
    ("A. Norden", CAPTIVES, "Щонайменше тисяча двісті з кожного боку.", "uk",
     "At least one thousand two hundred from each side."),
    ("E. Sundry", CAPTIVES, "Договорились: не менее тысячи двухсот с каждой стороны.", "ru",
     "Agreed: no fewer than one thousand two hundred from each side."),
    ("E. Sundry", CHILDREN, "Большинство в этом списке — взрослые.", "ru",
     "Most on this list are adults."),
    ("I. Marrow", CHILDREN, "У списку 339 дітей. Ми назвали кожну.", "uk",
     "There are 339 children on the list. We named each."),
)  # fmt: skip

WHISPERED = (
    ("A. Norden", "Ми погодимось і на два етапи.", "uk", "We would also agree to two stages."),
    ("E. Sundry", "Срок мы можем сдвинуть.", "ru", "We can move the date."),
)

MET = "At the third round, as the agency heard it"
TOPIC_DEAD = "Bodies handed over in June"
TOPIC_CHILDREN = "Children on the list of August"


def tell(table: Table) -> None:
    """Positions by round, statements in the open and in confidence, rival numbers."""
    sides = {NORTH: table.north, SOUTH: table.south}
    for number, name, issue, stance, gist, text, language, english in STANDS:
        record_position(
            side=sides[name], issue=table.issues[issue], stance=stance, gist=gist,
            round=table.rounds[number - 1], words=_words(text, language, english),
            **table.kept(communique(number)),
        )  # fmt: skip
    heard = Document(publisher="Lantern Agency", title=MET, dated="2026-09-02", reliability="A")
    for name, issue, text, language, english in SAID:
        record_statement(
            process=table.process, words=_told(text, language, english), mode="quote",
            delegate=table.delegates[name], round=table.rounds[-1], issue=table.issues[issue],
            said_date="2026-09-02", **table.kept(heard),
        )  # fmt: skip
    for name, text, language, english in WHISPERED:
        record_statement(
            process=table.process, words=_told(text, language, english), mode="quote",
            delegate=table.delegates[name], round=table.rounds[-1], said_date="2026-09-02",
            **table.kept(heard, in_confidence=True),
        )  # fmt: skip
    _dispute(table)


def _dispute(table: Table) -> None:
    dead, children = table.issues[DEAD], table.issues[CHILDREN]
    for side, value, day in ((table.south, 4121, "2026-06-30"), (table.north, 4118, "2026-07-02")):
        record_number(
            process=table.process, topic=TOPIC_DEAD, issue=dead, unit="body", value=value,
            side=side, day=day, **table.kept(_statement_of(side.name, day)),
        )  # fmt: skip
    record_number(
        process=table.process, topic=TOPIC_CHILDREN, issue=children, unit="child", value=339,
        side=table.north, said_by="I. Marrow", as_said="339 дітей", day="2026-09-02",
        **table.kept(communique(THIRD)),
    )  # fmt: skip
    record_number(
        process=table.process, topic=TOPIC_CHILDREN, issue=children, unit="child",
        comparator="unspecified", side=table.south, said_by="E. Sundry",
        as_said="большинство — взрослые (most are adults)", day="2026-09-02",
        **table.kept(communique(THIRD)),
    )  # fmt: skip


def _statement_of(name: str, day: str) -> Document:
    return Document(
        publisher=f"{name} Tracing Bureau", title="Public statement", dated=day, reliability="B",
        credibility="3",
    )  # fmt: skip


def _told(text: str, language: str, english: str) -> Words:
    return Words(text=text, language=language, translations=(("en", english, "Lantern Agency"),))


def _words(text: str, language: str, english: str) -> Words | None:
    return _told(text, language, english) if text else None
