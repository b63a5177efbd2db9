"""Write the table of places under several names.

    uv run --extra web python resources/places_build.py

Takes the example cities of time zones from Unicode CLDR, through Babel, in six languages, and adds
cities that CLDR does not have. No form is preferred to another.
"""

from pathlib import Path

from babel import Locale

TABLE = Path(__file__).parent.parent / "src/wayhome/resources/linkage/places.tsv"
LANGUAGES = ("uk", "ru", "ar", "he", "fa")
REGIONS = ("Europe/", "Asia/", "Africa/")
HEAD = """\
# Places that are known under several names. No form is preferred to another.
# Rows from Unicode CLDR (example cities of time zones; Unicode licence, see NOTICE), through Babel:
# English, Ukrainian, Russian, Arabic, Hebrew, Persian; then rows written for this project,
# Apache-2.0. Made by resources/places_build.py. Romanised forms are found by sound.
# Columns: forms separated by |
"""
# Towns of several forms that no rule of sound brings together.
MORE = """\
Kyiv|Kiev|Kiew|Київ|Киев|كييف|קייב
Kharkiv|Kharkov|Charkow|Харків|Харьков|خاركيف
Lviv|Lvov|Lwów|Lemberg|Львів|Львов|لفيف
Dnipro|Dnepr|Dnipropetrovsk|Dnepropetrovsk|Дніпро|Днепр|Дніпропетровськ|Днепропетровск
Mykolaiv|Nikolaev|Миколаїв|Николаев
Zaporizhzhia|Zaporozhye|Запоріжжя|Запорожье
Chernihiv|Chernigov|Чернігів|Чернигов
Chernivtsi|Chernovtsy|Czernowitz|Чернівці|Черновцы
Rivne|Rovno|Рівне|Ровно
Kryvyi Rih|Krivoy Rog|Кривий Ріг|Кривой Рог
Kropyvnytskyi|Kirovohrad|Kirovograd|Кропивницький|Кропивницкий|Кіровоград|Кировоград
Bila Tserkva|Belaya Tserkov|Біла Церква|Белая Церковь
Kamianske|Dniprodzerzhynsk|Кам'янське|Каменское|Дніпродзержинськ|Днепродзержинск
Aleppo|Halab|حلب|Алеппо|Халеб|חאלב
Homs|حمص|Хомс|חומס
Latakia|اللاذقية|Латакія|Латакия
Mosul|الموصل|Мосул
Basra|البصرة|Басра
Nablus|نابلس|Наблус|שכם
Haifa|حيفا|Хайфа|חיפה
Tel Aviv|تل أبيب|Тель-Авів|Тель-Авив|תל אביב
Alexandria|الإسكندرية|Александрія|Александрия
Warsaw|Warszawa|Warschau
Moscow|Moskva|Moskau
Vienna|Wien
Prague|Praha
Jerusalem|Al-Quds
Cairo|Al-Qahira
Damascus|Dimashq
"""


def cities() -> list[list[str]]:
    """Forms of each example city, English first."""
    names = {code: Locale.parse(code).time_zones for code in ("en", *LANGUAGES)}
    found = []
    for zone in sorted(names["uk"]):
        if zone.startswith(REGIONS):
            english = names["en"].get(zone, {}).get("city")
            forms = [english or zone.rpartition("/")[2].replace("_", " ")]
            forms += [names[code].get(zone, {}).get("city", "") for code in LANGUAGES]
            found.append([form.partition(" (")[0] for form in forms if form])
    return found


def joined(rows: list[list[str]]) -> list[list[str]]:
    """The rows, those that share a form made one."""
    done: list[list[str]] = []
    for row in rows:
        own = set(row)
        same = next((other for other in done if own & set(other)), None)
        if same is None:
            done.append(list(dict.fromkeys(row)))
        else:
            same += [form for form in row if form not in same]
    return done


if __name__ == "__main__":
    rows = joined(cities() + [line.split("|") for line in MORE.splitlines()])
    TABLE.write_text(HEAD + "".join("|".join(row) + "\n" for row in rows), "utf-8", newline="\n")
