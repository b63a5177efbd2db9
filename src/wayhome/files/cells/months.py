"""Months in words: English, Ukrainian, Russian, Arabic (both the Latin and the Syriac names)."""

_WORDS = """
1 january jan січень січня січ январь января янв يناير جانفي كانون-الثاني
2 february feb лютий лютого лют февраль февраля фев февр فبراير فيفري شباط
3 march mar березень березня бер март марта мар مارس آذار اذار أذار
4 april apr квітень квітня кві квіт апрель апреля апр أبريل ابريل إبريل نيسان أفريل
5 may травень травня тра трав май мая مايو ماي أيار ايار
6 june jun червень червня чер черв июнь июня июн يونيو يونيه جوان حزيران
7 july jul липень липня лип июль июля июл يوليو يوليه جويلية تموز
8 august aug серпень серпня сер серп август августа авг أغسطس اغسطس أوت آب اب
9 september sep sept вересень вересня вер верес сентябрь сентября сен сент سبتمبر أيلول ايلول
10 october oct жовтень жовтня жов жовт октябрь октября окт أكتوبر اكتوبر تشرين-الأول تشرين-الاول
11 november nov листопад листопада лис лист ноябрь ноября ноя нояб نوفمبر تشرين-الثاني
12 december dec грудень грудня гру груд декабрь декабря дек ديسمبر كانون-الأول كانون-الاول
"""

MONTHS: dict[str, int] = {
    word.replace("-", " "): int(line.split()[0])
    for line in _WORDS.strip().splitlines()
    for word in line.split()[1:]
}
"""Month words in lower case, full and short, with the forms that follow a day."""
