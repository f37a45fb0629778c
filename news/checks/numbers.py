"""The numbers and hours of a text, as digits, Roman numerals and words write them."""

import re
from typing import NamedTuple

from news.morphology.keys import keys
from news.morphology.words import fold, tokenize

DIGITS = re.compile(
    r"(?<![\w.,:/])(?P<whole>\d{1,3}(?:[ ,.]\d{3})+(?!\d)|\d+)(?:[.,](?P<part>\d{1,2})(?![\d.]))?"
)
CLOCK = re.compile(
    r"(?<!\d)\d{1,2}[:.]\d\d(?!\d)|\d{1,2}\s*[ap]\.?m\b|\b(?:в|к|с|до)\s+\d{1,2}\s+час"
    r"|сағат\s+\d{1,2}|\d{1,2}\s+o[’']clock",
    re.IGNORECASE,
)
HOUR = re.compile(
    r"(?<![\d:.,])(?P<hour>\d{1,2})(?:(?P<sign>[:.]|\s+час\w*\s+)(?P<minute>\d\d))?(?![:.]?\d)"
    r"(?:\s*(?P<half>[ap])\.?m\b)?",
    re.IGNORECASE,
)
TIMES = [
    (10**3, re.compile(r"\s*(?:тыс\b|тысяч|мың|thousand)\w{0,5}", re.IGNORECASE)),
    (10**6, re.compile(r"\s*(?:млн|миллион|million)\w{0,5}", re.IGNORECASE)),
    (10**9, re.compile(r"\s*(?:млрд|миллиард|billion|bn\b)\w{0,5}", re.IGNORECASE)),
]
# Two letters at least, Latin or Cyrillic alike: «XXVI», «ХХІІ»; alone they are initials.
ROMAN = re.compile(r"(?<![\w.])[IVXLCІХС]{2,}(?![\w.])|(?<![\w.])[VX](?=[\s-])")
LATIN = str.maketrans("ІХС", "IXC")
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
WELL_FORMED = re.compile(r"C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")

_RU = """
    1 один первый|2 два второй двое|3 три третий трое|4 четыре четвертый четверо|5 пять пятый пятеро
    |6 шесть шестой|7 семь седьмой|8 восемь восьмой|9 девять девятый|10 десять десятый десяток
    |11 одиннадцать одиннадцатый|12 двенадцать двенадцатый дюжина|13 тринадцать тринадцатый
    |14 четырнадцать четырнадцатый|15 пятнадцать пятнадцатый|16 шестнадцать шестнадцатый
    |17 семнадцать семнадцатый|18 восемнадцать восемнадцатый|19 девятнадцать девятнадцатый
    |20 двадцать двадцатый|30 тридцать тридцатый|40 сорок сороковой|50 пятьдесят пятидесятый
    |60 шестьдесят шестидесятый|70 семьдесят семидесятый|80 восемьдесят восьмидесятый
    |90 девяносто девяностый|100 сто сотый сотня|200 двести|300 триста|500 пятьсот|1000 тысяча
"""
_KK = """
    1 бір бірінші|2 екі екінші екеу|3 үш үшінші үшеу|4 төрт төртінші|5 бес бесінші|6 алты алтыншы
    |7 жеті жетінші|8 сегіз сегізінші|9 тоғыз тоғызыншы|10 он оныншы ондаған|20 жиырма жиырмасыншы
    |30 отыз отызыншы|40 қырық қырқыншы|50 елу елуінші|60 алпыс алпысыншы|70 жетпіс жетпісінші
    |80 сексен сексенінші|90 тоқсан тоқсаныншы|100 жүз жүзінші|1000 мың мыңыншы
"""
_EN = """
    1 one first once|2 two second twice|3 three third|4 four fourth|5 five fifth|6 six sixth
    |7 seven seventh|8 eight eighth|9 nine ninth|10 ten tenth|11 eleven eleventh
    |12 twelve twelfth dozen|13 thirteen thirteenth|14 fourteen fourteenth|15 fifteen fifteenth
    |16 sixteen sixteenth|17 seventeen seventeenth|18 eighteen eighteenth|19 nineteen nineteenth
    |20 twenty twentieth|30 thirty thirtieth|40 forty fortieth|50 fifty fiftieth|60 sixty sixtieth
    |70 seventy seventieth|80 eighty eightieth|90 ninety ninetieth|100 hundred hundredth
    |1000 thousand thousandth
"""
WORDS = {
    language: {
        word: int(number)
        for number, *words in (entry.split() for entry in table.split("|"))
        for word in words
    }
    for language, table in (("ru", _RU), ("kk", _KK), ("en", _EN))
}


class Number(NamedTuple):
    """A number as a text gives it: `start` to `end`, and its value as a plain decimal."""

    start: int
    end: int
    value: str


def written_numbers(text, language):
    """The `Number`s in digits and in Roman numerals; hours of a clock are none."""
    clocks = [found.span() for found in CLOCK.finditer(text)]
    found = []
    for match in DIGITS.finditer(text):
        if any(match.start() < end and start < match.end() for start, end in clocks):
            continue
        value = re.sub(r"\D", "", match["whole"])
        value = value.lstrip("0") or "0"
        if match["part"]:
            value = f"{value}.{match['part']}".rstrip("0").rstrip(".")
        end = match.end()
        for factor, word in TIMES:
            if times := word.match(text, match.end()):
                value, end = f"{float(value) * factor:.0f}", times.end()
        found.append(Number(match.start(), end, value))
    for match in ROMAN.finditer(text):
        if language == "en" and len(match[0]) == 1:
            continue
        if value := _roman(match[0].translate(LATIN)):
            found.append(Number(*match.span(), str(value)))
    return sorted(found)


def _roman(numeral):
    if not WELL_FORMED.fullmatch(numeral):
        return None
    values = [ROMAN_VALUES[sign] for sign in numeral]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def hours(text):
    """The hours of a clock that a text gives for certain: «15:30» and 3.30 p.m. are "15:30"."""
    for match in HOUR.finditer(text):
        if match["sign"] == ":" or match["half"]:
            yield Number(*match.span(), _hour(match))


def possible_hours(text):
    """All that a text could mean by the hour, as `hours` writes it: «с 10 до 18.30» are two."""
    return {_hour(match) for match in HOUR.finditer(text)}


def _hour(match):
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return f"{hour}:{match['minute'] or '00'}"


def spelled_numbers(text, language):
    """The values of numbers in words, and of those side by side: «сто двадцать два»."""
    found, before = set(), set()
    for token in tokenize(text.replace("-", " ")):
        number = _spelled(token.text, language) if token.is_word else 0
        if not number and fold(token.text) == "and":
            continue
        if not number:
            before = set()
            continue
        before = (
            {number}
            | {value + number for value in before if value > number}
            | {value * number for value in before if value < number and number in (100, 1000)}
        )
        found |= before
    return {str(number) for number in found}


def _spelled(word, language):
    words = WORDS[language]
    return next((words[key] for key in [fold(word), *keys(word, language)] if key in words), 0)
