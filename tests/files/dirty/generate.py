"""Writes the invented dirty lists of this folder: `python tests/files/dirty/generate.py`.

All people are invented. `old.xls` and `locked.xlsx` were made once with other programs, from the
same lines, and are not written here.
"""

import datetime
import io
import json
import struct
import zipfile
from pathlib import Path

import xlsxwriter

OFFICIAL = """Список осіб, зниклих безвісти;;;;
Станом на 01.03.2025;;;;
N з/п;Прізвище, ім'я, по батькові;Дата народження;Звання;В/ч
1;Вигаданенко Остап Романович;13.05.1987;солдат;А0000
2;Неіснюк Панас Ілліч;3 травня 1990 року;сержант;А0001
3;Приміренко Олег;близько 1985;;А0001
;;;;
4;Зразківська Ганна Іванівна;31.02.1991;старший солдат;А0002
Всього: 4;;;;
"""
RUSSIAN = """Фамилия\tИмя\tОтчество\tПол\tДата рождения\tЛичный номер
Выдуманов\tЕгор\tПримерович\tмуж.\t03.05.1987\tА-123456
Небывалова\tИрина\tПримеровна\tжен.\t14 ноября 1990 г.\tА-123457
"""
ARABIC = """الاسم,اسم الأب,اللقب,تاريخ الميلاد,الجنس,مكان الولادة
سالم,نادر,الخيالي,3/5/1987,ذكر,بلدة الوهم
ليلى,نادر,الخيالي,17/5/1990,أنثى,غير معروف
"""
WESTERN = """Name;Vorname;Geburtsdatum;Ort
Müßiggänger;Jörg;03.05.1987;Nirgendwö
Erfundén;Zoë;14.11.1990;Nirgendwö
"""
TWO_ROWS = """№;ПІБ;Народження;;Полон;
;;дата;місце;дата;місце
1;Вигаданенко Остап Романович;13.05.1987;с. Вигадане;02.04.2022;м. Небуле
2;Неіснюк Панас Ілліч;1990;;05.04.2022;м. Небуле
"""
NO_HEADER = """1,Вигаданенко,Остап,Романович,1987-05-13
2,Неіснюк,Панас,Ілліч,1990-05-03
3,Приміренко,Олег,Миколайович,1985-01-30
"""
DUPLICATES = """surname,given name,date,date,notes
Vyhadanenko,Ostap,1,2,x
Neisniuk,Panas,3,4,
"""
REPEATED = """№ п/п;Фамилия;Имя;Дата рождения
1;2;3;4
Группа 1;;;
1;Выдуманов;Егор;03.05.1987
№ п/п;Фамилия;Имя;Дата рождения
2;Небывалова;Ирина;14.11.1990
;;;
;;;
Итого;;;2
3;Итогов;Фома;01.01.1980
"""
MONTH_FIRST = """surname,given_name,date_of_birth,date of capture
Vyhadanenko,Ostap,05/03/1987,04/02/2022
Neisniuk,Panas,11/14/1990,04/05/2022
Prymirenko,Oleh,01/30/1985,04/05/2022
Zrazkivska,Hanna,25/12/1991,04/06/2022
"""
EXCEL_NUMBERS = """Прізвище;Особовий номер;Паспорт
Вигаданенко;1,23456789E+08;"=""000123456""\"
Неіснюк;1,2346E+11;123456789012345000
Приміренко;123456781;000123457
Зразківська;123456782;000123458
Ненаправдюк;2345678;000123459
Вигадько;123456784;#REF!
Уявний;123456785;########
Казковський;123456786.0;—
"""
SERIALS = """Прізвище,Ім'я,Дата народження,Дата полону
Вигаданенко,Остап,31900,15.03.2022
Неіснюк,Панас,32996.5,16.03.2022
Приміренко,Олег,31077,18.03.2022
Зразківська,Ганна,13.05.1991,43175
Вигадько,Гліб,60,43176
"""
SHORT_YEARS = """surname;dob
Vyhadanenko;03/05/87
Neisniuk;14/11/90
Prymirenko;30/01/05
Zrazkivska;12-Dec-91
"""
RAGGED = """surname,given name,dob,unit
Vyhadanenko,Ostap,1987,"1st "Imaginary" Brigade"
Neisniuk,Panas,1990,2nd, reserve
Prymirenko,Oleh
"Zrazkivska, H",Hanna,1991,"two
lines"
Vyhadko,"Hlib,1992,none
Uiavnyi,Tymofii,1993,none
"""
UNKNOWNS = """sep=|
Прізвище|Ім'я|Стать|Дата народження|Місце народження|Стан здоров'я
Вигаданенко|Остап|1|невідомо|-|n/a
Неіснюк|неизвестно|2|00.00.1990|غير معروف|поранений
-|-|ч|1985|с. Вигадане|
Приміренко|Nil|?|xx.05.1985|--|н/д
Зразківська|Ганна|жіноча|1407|с. Вигадане|
"""
PROSE = """Dear colleague,
we received the list of the persons you seek and thank you for the trouble you took.
It will be answered when our offices have looked through the registers of last year,
which may take a while. Please write to us again, if nothing is heard until summer.
"""


def write_all(folder: Path) -> None:
    """Write every list into a folder."""
    write_texts(folder)
    write_records(folder)
    write_workbooks(folder)


def write_texts(folder: Path) -> None:
    """Lists that are text."""
    damaged = OFFICIAL.encode().replace("Неіснюк".encode(), "Неіснюк".encode()[:-1])
    wide = [["Прізвище", "", "Дата народження"] + [f"Ознака {i}" for i in range(210)]]
    wide += [[name, "", "1987"] + ["так"] * 210 for name in ("Вигаданенко", "Неіснюк")]
    contents = {
        "official_cp1251.csv": OFFICIAL.encode("cp1251"),
        "russian_koi8.tsv": RUSSIAN.encode("koi8-u"),
        "arabic_1256.csv": ARABIC.encode("cp1256"),
        "western_1252.csv": WESTERN.encode("cp1252"),
        "russian_utf16.txt": RUSSIAN.encode("utf-16-le"),
        "twice_encoded.csv": RUSSIAN.encode().decode("latin-1").encode(),
        "damaged_utf8.csv": damaged,
        "two_rows.csv": TWO_ROWS.encode("utf-8-sig"),
        "no_header.csv": NO_HEADER.encode(),
        "duplicates.csv": DUPLICATES.encode(),
        "repeated.csv": REPEATED.encode(),
        "month_first.csv": MONTH_FIRST.encode(),
        "excel_numbers.csv": EXCEL_NUMBERS.encode(),
        "serials.csv": SERIALS.encode(),
        "short_years.csv": SHORT_YEARS.encode(),
        "ragged.csv": RAGGED.encode(),
        "unknowns.csv": UNKNOWNS.encode(),
        "wide.csv": "\n".join(";".join(row) for row in wide).encode(),
        "prose.txt": PROSE.encode(),
        "page.xls": b"<html><body><table><tr><td>x</td></tr></table></body></html>",
        "broken.json": b'[{"surname": "Vyhadanenko"}, {"surname": ',
    }
    for name, data in contents.items():
        (folder / name).write_bytes(data)


def write_records(folder: Path) -> None:
    """JSON and PFIF."""
    records = [
        {"surname": "Vyhadanenko", "name": {"given": "Ostap"}, "dob": "1987-05-13", "id": 1},
        {"surname": "Neisniuk", "service number": 12345678901234567890, "dob": None},
    ]
    packed = json.dumps({"records": records})
    (folder / "records.json").write_text(packed, encoding="utf-8", newline="\n")
    person = """<pfif:person>
<pfif:person_record_id>northland.example/p.{n}</pfif:person_record_id>
<pfif:entry_date>2025-03-01T00:00:00Z</pfif:entry_date>
<pfif:full_name>{full}</pfif:full_name>
<pfif:given_name>{given}</pfif:given_name>
<pfif:family_name>{family}</pfif:family_name>
<pfif:sex>{sex}</pfif:sex>
<pfif:date_of_birth>{born}</pfif:date_of_birth>
<pfif:home_city>Nowhere</pfif:home_city>
<pfif:note><pfif:note_record_id>northland.example/n.{n}</pfif:note_record_id>
<pfif:text>seen</pfif:text></pfif:note>
</pfif:person>"""
    people = [
        {"n": 1, "full": "Ostap Vyhadanenko", "given": "Ostap", "family": "Vyhadanenko",
         "sex": "male", "born": "1987-05"},
        {"n": 2, "full": "Hanna Zrazkivska", "given": "Hanna", "family": "Zrazkivska",
         "sex": "female", "born": "1991"},
    ]  # fmt: skip
    body = "\n".join(person.format(**p) for p in people)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">\n{body}\n</pfif:pfif>\n'
    )
    (folder / "persons.xml").write_text(text, encoding="utf-8", newline="\n")
    entities = '<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "aaaa">]>' + text.partition("?>")[2]
    (folder / "entities.xml").write_text(entities, encoding="utf-8", newline="\n")


def write_workbooks(folder: Path) -> None:
    """XLSX and ODS, whole and broken."""
    _write_xlsx(folder / "workbook.xlsx", epoch_1904=False)
    _write_xlsx(folder / "calendar_1904.xlsx", epoch_1904=True)
    whole = (folder / "workbook.xlsx").read_bytes()
    (folder / "cut_off.xlsx").write_bytes(whole[: len(whole) // 2])
    (folder / "swollen.xlsx").write_bytes(_state_size(whole, 1_000_000_000))
    _write_zip(folder / "letter.docx", {"word/document.xml": "<w/>", "[Content_Types].xml": "<t/>"})
    _write_zip(folder / "archive.zip", {"list.csv": OFFICIAL})
    rows = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string"><text:p>' + cell + "</text:p>"
            "</table:table-cell>"
            for cell in line.split("\t")
        )
        + "</table:table-row>"
        for line in RUSSIAN.splitlines()
    )
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" '
        f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="Лист1">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"/>'
    parts = {"mimetype": mime, "content.xml": content, "META-INF/manifest.xml": manifest}
    _write_zip(folder / "libre.ods", parts)


def _write_xlsx(path: Path, *, epoch_1904: bool) -> None:
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"date_1904": epoch_1904, "in_memory": True})
    book.set_properties({"created": datetime.datetime(2025, 3, 1)})
    book.add_worksheet("Титул").write_column(0, 0, ["Форма 1", "Секретаріат", "2025"])
    sheet = book.add_worksheet("Список")
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.merge_range(1, 1, 1, 4, "Список полонених")
    sheet.merge_range(2, 2, 2, 3, "Народження")
    for row, column, cell in ((2, 1, "ПІБ"), (2, 4, "Особовий номер"), (3, 2, "Дата")):
        sheet.write(row, column, cell)
    sheet.write(3, 3, "Місце")
    rows = [
        ("Вигаданенко Остап Романович", datetime.date(1987, 5, 3), "с. Вигадане", 380501234567),
        ("Неіснюк Панас Ілліч", 31900, "м. Небуле", 1234567890123456789),
        ("Приміренко Олег", 1985, "", "007"),
    ]
    for at, (name, born, place, number) in enumerate(rows, start=4):
        sheet.write(at, 1, name)
        if isinstance(born, datetime.date):
            sheet.write_datetime(at, 2, born, day)
        else:
            sheet.write(at, 2, born)
        sheet.write(at, 3, place)
        sheet.write(at, 4, number)
    sheet.write(7, 1, "Разом")
    sheet.write_formula(7, 2, "=COUNTA(B5:B7)", None, 3)
    book.close()
    path.write_bytes(packed.getvalue())


def _state_size(data: bytes, size: int) -> bytes:
    """The same zip, its directory stating another unpacked size for its first part."""
    at = data.index(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


def _write_zip(path: Path, parts: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, text in parts.items():
            packed.writestr(zipfile.ZipInfo(part, (2025, 3, 1, 0, 0, 0)), text)


if __name__ == "__main__":
    write_all(Path(__file__).parent)
