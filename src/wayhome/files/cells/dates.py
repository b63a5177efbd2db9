"""One cell into a date of which only the year must be known."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from wayhome.files.cells.finding import Finding
from wayhome.files.cells.months import MONTHS
from wayhome.files.read_list import Severity
from wayhome.values import InvalidEvidence, PartialDate

PIVOT = 30
"""Two-digit years below it are 2000 to 2029, from it on 1930 to 1999: the rule of spreadsheets."""

FIRST_YEAR, LAST_YEAR = 1500, 2100
"""Years taken for dates. Lower numbers are another calendar (1407 of the Hijra) or a slip."""

HISTORIC_FIRST_YEAR = 1000
"""The same in a column that holds other dates of past centuries."""

_ABOUT = (
    r"circa|ca\.?|c\.|about|abt\.?|approx(?:imately|\.)?|around|est\.?|estimated|~|≈|"
    r"близько|приблизно|орієнтовно|бл\.|прибл\.|около|примерно|приблизительно|ориентировочно|"
    r"ок\.|прим\.|حوالي|تقريبا|تقريباً|نحو"
)
_ABOUT_BEFORE = re.compile(rf"^(?:{_ABOUT})\s*")
_ABOUT_AFTER = re.compile(rf"\s*(?:\(?\?\)?|\(?(?:{_ABOUT})\)?)$")
_BORN = re.compile(
    r"^(?:born(?: on| in)?|b\.|нар(?:\.|одився|одилася)|род(?:\.|ился|илась)|عام|سنة)\s*"
)
_YEAR_WORD = re.compile(
    r"[\s,]*(?:\(?(?:р\.?\s*н\.?|року народження|року|рік|рр?\.?|г\.?\s*р\.?|года рождения|года|"
    r"году|год|гг?\.?|y\.?|year|م)\)?\.?)$"
)
_CLOCK = re.compile(
    r"[t\s,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:z|[+-]\d{2}:?\d{2})?$"
)
_BLANK = r"0{1,2}|[?xх_*-]{1,2}"  # a day or month nobody knows
_PART = rf"(\d{{1,2}}|{_BLANK})"
_GAP = r"\s*[-./\\,\s–]\s*"
_YEAR_FIRST = re.compile(rf"(\d{{4}}){_GAP}{_PART}(?:{_GAP}{_PART})?")
_YEAR_LAST = re.compile(rf"{_PART}{_GAP}{_PART}{_GAP}(\d{{4}}|\d{{2}})")
_MONTH_YEAR = re.compile(rf"{_PART}{_GAP}(\d{{4}})")
_DIGITS = re.compile(r"(\d{4,8})(?:[.,]0+)?")
_SERIAL_WITH_TIME = re.compile(r"(\d{5})[.,]\d+")
_WORD_DATE = re.compile(r"\d+|[^\W\d_]+(?: (?:الثاني|الأول|الاول))?")

_SERIALS = (1, 73_050)  # to the end of 2099
_IMPOSSIBLE = Finding(None, "impossible_date", Severity.LEFT_OUT)
_UNREADABLE = Finding(None, "unreadable_date", Severity.LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a column writes its dates, where the cells leave a choice."""

    order: str = "dmy"  # of day and month; 'ymd' also puts a two-digit year first
    epoch_1904: bool = False  # what day serial numbers count from
    first_year: int = FIRST_YEAR


@dataclass(frozen=True, slots=True)
class _Parts:
    year: str
    first: str = ""  # month, or the first of day and month
    second: str = ""  # day, or the second of day and month; '' where there is none
    shape: str = ""  # 'ymd', 'dm_y' (order open), 'word', 'my', 'y', 'digits', 'serial'
    about: bool = False


def read_date(text: str, reading: Reading) -> Finding:
    """Read a cell as EDTF (`1987`, `1987-05`, `1987-05-03`, `1987~`)."""
    parts = _take_apart(text)
    if parts is None:
        return _UNREADABLE
    if parts.shape == "serial":
        return _read_serial(int(parts.year), reading.epoch_1904)
    if parts.shape == "digits":
        finding = _read_digits(parts, reading)
    elif parts.shape == "dm_y":
        finding = _read_open(parts, reading)
    else:
        finding = _build(parts, parts.first, parts.second)
        if parts.shape == "ymd" and not finding.value:
            swapped = _build(parts, parts.second, parts.first)
            finding = Finding(swapped.value, "other_date_order") if swapped.value else finding
    if finding.value and int(finding.value[:4]) < reading.first_year:
        return Finding(None, "unlikely_year", Severity.LEFT_OUT)
    return finding


def read_date_shape(text: str) -> str:
    """How a cell writes a date ('ymd', 'dm_y', 'word', 'my', 'y'), or '' where it writes none."""
    parts = _take_apart(text)
    if parts is None or parts.shape == "serial":
        return ""
    if parts.shape == "digits":
        likely = re.fullmatch(r"(19|20)\d{2}(0\d|1[0-2])([0-2]\d|3[01])", parts.year)
        return "ymd" if likely else ""
    if parts.shape == "y" and not FIRST_YEAR <= int(parts.year) <= LAST_YEAR:
        return ""
    return parts.shape


def order_shown(text: str) -> str:
    """What a cell shows of its column's order: 'dmy', 'mdy', 'ymd', or '' (no triple of numbers).

    Where it could be both it shows 'open', or 'dots': with dots the day is first everywhere.
    """
    parts = _take_apart(text)
    if parts is None:
        return ""
    if parts.shape != "dm_y":
        return "ymd" if parts.shape == "ymd" and parts.second else ""
    order = _order_of(_number(parts.first), _number(parts.second), parts.year)
    return "dots" if order == "open" and "." in text else order


def _order_of(first: int | None, second: int | None, year: str) -> str:
    if first is None or second is None:
        return "dots"
    if first > 31 and len(year) == 2:
        return "ymd"
    if (first > 12) != (second > 12):
        return "dmy" if first > 12 else "mdy"
    return "open" if first != second else "dots"


def serial_number(text: str) -> int | None:
    """The day number a cell holds, if that is what it holds."""
    parts = _take_apart(text)
    return int(parts.year) if parts and parts.shape == "serial" else None


def serial_day(number: int, epoch_1904: bool) -> date:
    """The day of a spreadsheet's serial number (1900 calendar: 60 is the day that never was)."""
    if epoch_1904:
        return date(1904, 1, 1) + timedelta(days=number)
    return date(1899, 12, 31 if number < 60 else 30) + timedelta(days=number)


@lru_cache(maxsize=50_000)
def _take_apart(text: str) -> _Parts | None:
    bare, about = _strip_words(text)
    for pattern, shape in ((_YEAR_FIRST, "ymd"), (_YEAR_LAST, "dm_y"), (_MONTH_YEAR, "my")):
        if found := pattern.fullmatch(bare):
            groups = [group or "" for group in found.groups()]
            if shape == "ymd":
                return _Parts(groups[0], groups[1], groups[2], shape, about)
            if shape == "my":
                return _Parts(groups[1], groups[0], "", shape, about)
            return _Parts(groups[2], groups[0], groups[1], shape, about)
    if found := _SERIAL_WITH_TIME.fullmatch(bare):
        return _Parts(found[1], shape="serial")
    if found := _DIGITS.fullmatch(bare):
        return _classify_digits(found[1], about)
    return _take_words(bare, about)


def _strip_words(text: str) -> tuple[str, bool]:
    """The date itself, and whether it is said to be approximate."""
    bare = _plain(text)
    bare = _CLOCK.sub("", bare)
    about = False
    for _ in range(3):
        before = bare
        for pattern in (_ABOUT_BEFORE, _ABOUT_AFTER):
            if re.search(r"\d", bare) and pattern.search(bare) and len(bare) > 1:
                bare, about = pattern.sub("", bare), True
        bare = _YEAR_WORD.sub("", _BORN.sub("", bare)).strip(" ,;")
        if bare == before:
            break
    return bare, about


def _plain(text: str) -> str:
    """Small letters, ASCII digits, no marks of direction."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    letters = (str(unicodedata.digit(c)) if c.isdigit() else c for c in folded)
    shown = (c for c in letters if unicodedata.category(c) != "Cf")
    return " ".join("".join(shown).replace("'", " ").split())


def _classify_digits(digits: str, about: bool) -> _Parts | None:
    """Four digits are a year, five a day number, six and eight a date written together."""
    if len(digits) == 4 and int(digits) <= LAST_YEAR:
        return _Parts(digits, shape="y", about=about)
    if len(digits) in (4, 5):
        low, high = _SERIALS
        return _Parts(digits, shape="serial") if low <= int(digits) <= high else None
    return _Parts(digits, shape="digits", about=about) if len(digits) in (6, 8) else None


def _take_words(bare: str, about: bool) -> _Parts | None:
    """'3 May 1987', 'May 3, 1987', 'травень 1987', '3-May-87'."""
    tokens = _WORD_DATE.findall(re.sub(r"(?<=\d)(?:st|nd|rd|th|-?го|-е|-?ого)\b", "", bare))
    months = [MONTHS[token] for token in tokens if token in MONTHS]
    numbers = [token for token in tokens if token.isdigit()]
    known = sum(token.isdigit() or token in MONTHS or token in ("of", "de") for token in tokens)
    if len(months) != 1 or known != len(tokens) or not 1 <= len(numbers) <= 2:
        return None
    year = numbers[-1] if len(numbers[0]) < 4 else numbers[0]
    day = "" if len(numbers) == 1 else numbers[0 if year is numbers[-1] else 1]
    if len(year) not in (2, 4) or len(day) > 2 or (len(year) == 2 and not day and about):
        return None
    return _Parts(year, str(months[0]), day, "word", about)


def _read_serial(number: int, epoch_1904: bool) -> Finding:
    day = serial_day(number, epoch_1904)
    if day.year > LAST_YEAR:
        return _IMPOSSIBLE
    return Finding(day.isoformat(), f"serial_date_{1904 if epoch_1904 else 1900}")


def _read_digits(parts: _Parts, reading: Reading) -> Finding:
    """`19870503`, `03051987`, `030587`: the first way to read them that gives a date."""
    d = parts.year
    if len(d) == 8:
        ways = [(d[:4], d[4:6], d[6:])]
        days_first = [(d[4:], d[2:4], d[:2]), (d[4:], d[:2], d[2:4])]
        ways += days_first if reading.order != "mdy" else days_first[::-1]
    else:
        ways = [(d[4:], d[2:4], d[:2]), (d[:2], d[2:4], d[4:]), (d[:4], d[4:], "")]
        if reading.order == "mdy":
            ways.insert(0, (d[4:], d[:2], d[2:4]))
        if reading.order == "ymd":
            ways = ways[1:] + ways[:1]
    for year, month, day in ways:
        finding = _build(_Parts(year, shape="digits", about=parts.about), month, day)
        if finding.value:
            return finding
    return _IMPOSSIBLE


def _read_open(parts: _Parts, reading: Reading) -> Finding:
    """Two numbers and a year: by the column's order, or by the other where only that is a day."""
    a, b, year = parts.first, parts.second, parts.year
    if len(year) == 2 and (reading.order == "ymd" or (_number(a) or 0) > 31):
        return _build(_Parts(a, shape="ymd", about=parts.about), b, year)
    month, day = (a, b) if reading.order == "mdy" else (b, a)
    finding = _build(parts, month, day)
    if finding.value or len(year) != 4:
        return finding
    other = _build(parts, day, month)
    return Finding(other.value, "other_date_order") if other.value else finding


def _number(part: str) -> int | None:
    """A day or month, or None where it is not known."""
    return int(part) if part.isdigit() and int(part) else None


def _build(parts: _Parts, month: str, day: str) -> Finding:
    year, short = int(parts.year), len(parts.year) == 2
    if short:
        year += 2000 if year < PIVOT else 1900
    if not HISTORIC_FIRST_YEAR <= year <= LAST_YEAR:
        return Finding(None, "unlikely_year", Severity.LEFT_OUT)
    known_month = _number(month)
    known_day = _number(day) if known_month else None
    try:
        read = PartialDate(year, known_month, known_day, parts.about)
    except InvalidEvidence:
        return _IMPOSSIBLE
    return Finding(str(read), "two_digit_year", Severity.DOUBTFUL) if short else Finding(str(read))
