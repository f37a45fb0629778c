"""Words in which letters of two alphabets look alike."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.checks.base import Check

WORD = re.compile(r"[^\W\d_]+")
CYRILLIC = re.compile("[\u0400-\u052f]")
LATIN = re.compile("[A-Za-z\u00c0-\u024f\u018f\u0259]")
_PAIRS = str.split("aа AА BВ cс CС eе EЕ hһ HН iі IІ KК MМ oо OО pр PР TТ xх XХ yу YУ əә ƏӘ ɵө ƟӨ")
TO_CYRILLIC = dict(_PAIRS)
TO_LATIN = {cyrillic: latin for latin, cyrillic in _PAIRS} | {"У": "Y", "к": "k"}
# «c Казахстаном» with a Latin "c"; «A. Иванов» with a Latin "A".
LONE = re.compile(
    r"(?:^|(?<=[\u0400-\u052f] )|(?<=[\u0400-\u052f], ))([acoy])(?= [«“\"]?[\u0400-\u052f])",
    re.MULTILINE,
)
# «A.Иванов», «А.B. Иванов»; «витамин C. Затем» is none.
INITIALS = re.compile(
    "(?<![\\w.])((?:[ABCEHKMOPTXYƏƟ\u0410-\u042fӘҒҚҢӨҰҮҺІ]\\. ?){2}|[ABCEHKMOPTXYƏƟ]\\.)"
    "[\u0410-\u042fӘҒҚҢӨҰҮҺІ][\u0430-\u045fәғқңөұүһі]+"
)
# «ХIХ» of both alphabets is a numeral.
NUMERAL = re.compile("M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


class MixedLetters(Check):
    name = "mixed_letters"
    label = gettext_lazy("Latin and Cyrillic letters in one word")
    reads_codes = True

    def find(self, subject):
        for field, text in subject.texts.items():
            for found in WORD.finditer(text):
                word = found[0]
                if not (CYRILLIC.search(word) and LATIN.search(word)) or _is_deliberate(word):
                    continue
                mend = _in_one_alphabet(word, subject.language)
                yield self.at(field, text, *found.span(), _reason(word, mend), mend)
            for found in (*LONE.finditer(text), *INITIALS.finditer(text)):
                mend = "".join(TO_CYRILLIC.get(letter, letter) for letter in found[0])
                if mend != found[0]:
                    yield self.at(field, text, *found.span(), _reason(found[0], mend), mend)


def _is_deliberate(word):
    """Latin letters that no Cyrillic one looks like, then Cyrillic: «SMSки», «Zoomда»."""
    run = re.fullmatch("([A-Za-z]+)[\u0400-\u052f]+", word)
    return bool(run) and any(letter not in TO_CYRILLIC for letter in run[1])


def _in_one_alphabet(word, language):
    """The word in the alphabet of most of its letters; None where a letter has no twin in it."""
    latin = len(LATIN.findall(word))
    cyrillic = len(CYRILLIC.findall(word))
    is_latin = (
        latin > cyrillic
        or (latin == cyrillic and language == "en")
        or NUMERAL.fullmatch("".join(TO_LATIN.get(letter, letter) for letter in word))
    )
    others, twins = (CYRILLIC, TO_LATIN) if is_latin else (LATIN, TO_CYRILLIC)
    mended = [twins.get(letter) if others.match(letter) else letter for letter in word]
    return None if None in mended else "".join(mended)


def _reason(word, mend):
    if mend is None:
        return _("The word has Latin and Cyrillic letters.")
    wrong = "".join(dict.fromkeys(old for old, new in zip(word, mend, strict=True) if old != new))
    if LATIN.match(wrong):
        return _("Latin among Cyrillic letters: %(letters)s.") % {"letters": wrong}
    return _("Cyrillic among Latin letters: %(letters)s.") % {"letters": wrong}
