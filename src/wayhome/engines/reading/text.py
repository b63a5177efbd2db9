"""A report as the reader sees it: paragraphs, sentences, headings, quotes, and page chrome."""

import re
from functools import cached_property

from wayhome.engines.reading.draft import Span

_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n")
_BULLET = re.compile(r"\s*(?:[-*•–—]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+")
_ENDS_A_SENTENCE = re.compile(r"""[.!?…:;]["”’»')\]]*\s*$""")
_CHROME = re.compile(
    r"""(?xi) ^\s*(?:
      (?:list|item|image|photo|slide) \s+ \d+ \s+ of \s+ \d+ .*
    | end \s of \s list
    | what['’]?s \s the \s story \??
    | (?:read|see|learn|more)(?:\s+(?:more|also|next))+(?:\s+(?:about|on|from|in))? .{0,40}
    | (?:also|must|related) \s (?:read|stories|articles|topics|content|coverage|news) .{0,80}
    | (?:read|watch|listen|related|tags?|topics?|keywords|source|via|share|follow \s us) \s* :.*
    | done | advertisement | sponsored | comments? | share | print | e-?mail | save | top \s stories
    | (?:share|follow|join|subscribe|sign \s up|click \s here|download|skip \s to) \b .{0,80}
    | (?:published|updated|posted|(?:last|first) \s \w+ed) (?:\s on|\s at)? \s* :? .{0,60}
    | \d+ \s min(?:ute)?s? \s (?:read|ago) | \d+ \s hours? \s ago
    | (?:\( )? (?:additional \s)? (?:reporting|writing|editing) \s by \b .*
    | (?:©|\(c\)|copyright) .* | all \s rights \s reserved .*
    | .{0,80} (?:getty \s images|all \s rights \s reserved) \.? \s*
    )\s*$"""
)
_CAPTION = re.compile(r"(?i)\((?:courtesy|photo|image|credit|file|source|picture)s?\b[^)]*\)\s*$")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|Cpl|Sen|Rep|Gov|Prof|St|No|Nos|Jr|Sr|Brig|Adm"
    r"|Hon|Amb|Rev|Art|Arts|Ltd|Co|Inc|Corp|Vol|vs|etc|al|cf|approx|ca|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    r"|Sept|Sep|Oct|Nov|Dec|Mon|Tue|Tues|Wed|Thu|Thurs|Fri|Sat|Sun|e\.g|i\.e|a\.m|p\.m)"
    r"|\b(?:[A-Z]\.)*[A-Z])\.$"
)
_PLACE_ABBREVIATION = re.compile(r"\b(?:[A-Z]\.){2,}$|\b[ap]\.m\.$")
_STARTS_AFRESH = re.compile(
    r"""["“‘«(\[]?(?:The|In|On|At|He|She|It|They|We|But|And|This|That|These|Those|A|An|His|Her|Their
    |Its|Both|As|After|Before|For|Under|Since|While|Meanwhile|Earlier|Some|There|Neither)\b""",
    re.X,
)
_END = re.compile(r"""[.!?…]+["”’»')\]]*\s+(?=["“‘«(\[–—-]*\s*[A-Z0-9À-ÖØ-ÞĀ-Ž…“"])""")
_SPEAKS_AFTER = re.compile(
    r"(?:[\w.’'-]+\s+){0,6}?(?:said|says|asked|told|added|wrote|writes|declared|insisted|warned)\b"
)
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-ZÀ-Þ'’.-]+(?:[ /-][A-Z][A-ZÀ-Þ'’.-]+)*"
    r"(?:, [A-Z][\w .'’-]{2,30})?)"
    r"(?:,? (?P<date>(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}"
    r"(?:, \d{4})?|\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
    r"(?:,? \d{4})?))?"
    r"(?: \([\w ./,]{2,40}\))?\s*(?:—|–|--|-(?= )|:)\s*"
    r"|(?P<city>[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){0,2}"
    r", [A-Z][\w.’-]+(?: [A-Z][\w.’-]+){0,2}) [—–-] "
    r"|(?P<town>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}, (?:\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul"
    r"|Aug|Sep|Oct|Nov|Dec)[a-z]*|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
    r" \d{1,2})(?:,? \d{4})?)(?: \([\w ./,]{2,40}\))?\s*(?:—|–|--|-(?= )|:|\.-?(?= ))\s*"
)
_MARKS = {"“": "”", "«": "»", "„": "“”"}
_LONGEST_QUOTE = 2500


class Text:
    """A report and its parts, each as spans of the characters as given.

    `sentences` are those of the body: no headings, captions, or page chrome.
    """

    def __init__(self, raw: str) -> None:
        self.raw = raw

    def __getitem__(self, span: Span) -> str:
        return self.raw[span.start : span.end]

    @cached_property
    def lines(self) -> tuple[Span, ...]:
        """Every paragraph, heading and line of chrome, blank ones left out."""
        found: list[Span] = []
        start = 0
        for gap in [*_PARAGRAPH_BREAK.finditer(self.raw), None]:
            end = gap.start() if gap else len(self.raw)
            found += self._lines_of_block(start, end)
            start = gap.end() if gap else end
        return tuple(found)

    def _lines_of_block(self, start: int, end: int) -> list[Span]:
        """A block between blank lines: one paragraph if it is wrapped, else one each line."""
        pieces: list[Span] = []
        at = start
        for line in self.raw[start:end].split("\n"):
            pieces.append(Span(at, at + len(line)))
            at += len(line) + 1
        wrapped = all(50 <= p.end - p.start <= 120 for p in pieces[:-1]) and len(pieces) > 2
        joined: list[Span] = []
        for piece in pieces:
            if wrapped and joined and not _BULLET.match(self[piece]):
                joined[-1] = Span(joined[-1].start, piece.end)
            else:
                joined.append(piece)
        return [trimmed for piece in joined if (trimmed := self._trim(piece)).end > trimmed.start]

    def _trim(self, span: Span) -> Span:
        text = self[span]
        start = span.start + len(text) - len(text.lstrip())
        return Span(start, max(start, span.start + len(text.rstrip())))

    @cached_property
    def chrome(self) -> tuple[Span, ...]:
        """Lines of the page and not of the report: "list 1 of 3", "Read More About:"."""
        found: list[Span] = []
        listing = False
        for line in self.lines:
            written = self[line]
            if re.match(r"(?i)list \d+ of \d+", written):
                listing = True
            if listing or _CHROME.match(written):
                found.append(line)
            if re.match(r"(?i)end of list", written):
                listing = False
        return tuple(found) if not listing else self._chrome_without_listing()

    def _chrome_without_listing(self) -> tuple[Span, ...]:
        """Where a list of links is never closed, only the lines that are chrome by themselves."""
        return tuple(line for line in self.lines if _CHROME.match(self[line]))

    @cached_property
    def headings(self) -> tuple[Span, ...]:
        """Lines that are no sentence: the headline, crossheads, captions."""
        kept = [line for line in self.lines if line not in set(self.chrome)]
        return tuple(
            line
            for place, line in enumerate(kept)
            if len(kept) > 1 and self._is_heading(self[line], first=place == 0)
        )

    @staticmethod
    def _is_heading(written: str, *, first: bool) -> bool:
        if _CAPTION.search(written):
            return True
        if _BULLET.match(written) or _ENDS_A_SENTENCE.search(written):
            return False
        return first or len(written.split()) <= 16

    @property
    def headline(self) -> Span | None:
        """The first heading, where the report begins with one."""
        kept = [line for line in self.lines if line not in set(self.chrome)]
        return self.headings[0] if self.headings and self.headings[0] == kept[0] else None

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """Those of the body, datelines and bullets left out."""
        left_out = {*self.chrome, *self.headings}
        bodies = []
        for line in self.lines:
            if line not in left_out:
                lead = _DATELINE.match(self[line]) or _BULLET.match(self[line])
                bodies.append(Span(line.start + (lead.end() if lead else 0), line.end))
        return tuple(body for body in bodies if body.end > body.start)

    @cached_property
    def dateline(self) -> Span | None:
        """The place and date that stand before the first paragraph, without the dash."""
        for line in self.lines:
            if line not in self.headings and line not in self.chrome:
                lead = _DATELINE.match(self[line])
                if lead:
                    end = max(
                        lead.end("place"), lead.end("date"), lead.end("city"), lead.end("town")
                    )
                    return self._trim(Span(line.start, line.start + end))
                return None
        return None

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Those of the body, in order; each with the quotation marks that close it."""
        return tuple(s for paragraph in self.paragraphs for s in self._sentences_of(paragraph))

    def _sentences_of(self, paragraph: Span) -> list[Span]:
        found = []
        start = paragraph.start
        for mark in _END.finditer(self.raw, paragraph.start, paragraph.end):
            if self._goes_on(start, mark):
                continue
            found.append(self._trim(Span(start, mark.end())))
            start = mark.end()
        return [*found, self._trim(Span(start, paragraph.end))]

    def _goes_on(self, start: int, mark: re.Match[str]) -> bool:
        """Whether the full stop is one of an abbreviation, or of a quote whose speaker follows."""
        dot = self.raw[start : mark.start() + 1]
        after = self.raw[mark.end() : mark.end() + 80]
        if _PLACE_ABBREVIATION.search(dot):
            return not _STARTS_AFRESH.match(after)
        if self.raw[mark.start()] == "." and _ABBREVIATION.search(dot):
            return True
        closed = self.raw[mark.start() : mark.end()].rstrip()
        asked = closed[0] in "?!…" and closed[-1] in "\"”’»'"
        return bool(asked and _SPEAKS_AFTER.match(after))

    def sentence_at(self, place: int) -> Span:
        """The sentence, heading or line that holds the character; the character if none does."""
        for span in (*self.sentences, *self.lines):
            if span.start <= place < span.end:
                return span
        return Span(place, min(place + 1, len(self.raw)))

    @cached_property
    def quotes(self) -> tuple[Span, ...]:
        """What stands between quotation marks, without the marks; outermost quotes only.

        A quote that goes on over paragraphs, each opened anew and only the last closed, is one
        span for each paragraph.
        """
        found: list[Span] = []
        for line in self.lines:
            found += self._quotes_of(line)
        return tuple(found)

    def _quotes_of(self, line: Span) -> list[Span]:
        found = []
        at = line.start
        while at < line.end:
            closing = self._closing(at, line)
            if closing is None:
                at += 1
                continue
            if closing > at + 1:
                found.append(Span(at + 1, closing))
            at = closing + 1
        return found

    def _closing(self, at: int, line: Span) -> int | None:
        """Where the quote that opens at a character closes; None where none opens."""
        mark = self.raw[at]
        if mark in _MARKS:
            ends = [e for m in _MARKS[mark] if (e := self.raw.find(m, at + 1, line.end)) > at]
            return min(ends) if ends else self._left_open(at, line)
        if mark == '"' and self._opens(at, line):
            end = self.raw.find('"', at + 1, line.end)
            return end if end > at else self._left_open(at, line)
        if mark in "‘'" and self._opens(at, line):
            return self._single_closing(at, line)
        return None

    def _opens(self, at: int, line: Span) -> bool:
        before = self.raw[at - 1] if at > line.start else " "
        after = self.raw[at + 1] if at + 1 < line.end else " "
        return (before.isspace() or before in "([—–-:") and not after.isspace()

    def _left_open(self, at: int, line: Span) -> int | None:
        """A paragraph of a quote that goes on in the next one, or a mark that was forgotten."""
        follows = self.raw[line.end : line.end + 5].strip()[:1]
        goes_on = follows == self.raw[at] and line.end - at < _LONGEST_QUOTE
        return line.end if goes_on else None

    def _single_closing(self, at: int, line: Span) -> int | None:
        """Single marks, told from apostrophes: they close after punctuation or a whole phrase."""
        close = "’" if self.raw[at] == "‘" else "'"
        pattern = re.compile(rf"(?<=[.,?!]){close}|(?<=\w){close}(?=[\s,.;:!?)]|$)")
        for end in pattern.finditer(self.raw, at + 2, line.end):
            before, after = self.raw[end.start() - 1], self.raw[end.end() : end.end() + 2]
            owns = before == "s" and re.match(r"\s\w", after)  # the sides' list
            if not owns:
                return end.start()
        return None
