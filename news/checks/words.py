"""Words that were typed twice, and initials that stick to the name."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.checks.base import Check
from news.morphology.words import fold, lexicon

TWICE = re.compile(r"(?<![\w’'-])([^\W\d_]+)[ \xa0]+(\1)(?![\w’'-])", re.IGNORECASE)
# «в рамках в рамках»: two to four words, none of which joins them («снова и снова и снова»).
PHRASE_TWICE = re.compile(
    r"(?<![\w’'-])(\w{1,20}(?:[ \xa0]\w{1,20}){1,3})[ \xa0](\1)(?![\w’'-])", re.IGNORECASE
)
JOINING = lexicon("и да а но или ли не ни за мен және да де та те and or by the to")
SHORTEST_PHRASE = 8  # characters
# What may stand twice: «очень очень», "had had", "that that".
TWICE_ON_PURPOSE = {
    "ru": lexicon(
        """
        очень много мало долго давно далеко едва еле чуть вот так да нет ну ой ах ха хи ура все
        раз давай точка тире тик топ тук бум стоп скорее быстрее тихо никогда всегда
        """
    ),
    "en": lexicon(
        """
        had that do bye ha hear blah no so very many much more long far really well now never
        there knock tut out night rah yes come please
        """
    ),
}
# In Kazakh words are doubled by grammar («түрлі түрлі», «айта айта»); these are not.
KAZAKH_SMALL_WORDS = lexicon(
    """
    және үшін туралы бойынша бұл осы сол арқылы кейін дейін немесе бірақ сондай сондықтан атты
    атындағы жылы жылғы деп болып болды болған еді мұны оның олар қазақстан қазақ
    """
)
KAZAKH_ENDINGS = re.compile(r"\w{3,}(?:[нтд][ыі]ң|с?[ыі]н[ае]|с?[ыі]нд[ае]|[дт]ағы|[дт]егі)")
LONG_KAZAKH_WORD = 9
# A verb in the past is not doubled; what may be ends alike: «қатты қатты», «үйді үйді аралап».
KAZAKH_PAST = re.compile(r"\w{2,}(?:[дт][ыі]|[ғқ]ан|[гк]ен)")
KAZAKH_NO_PAST = lexicon(
    """
    қатты тәтті мықты күшті көңілді маңызды мәнді сәнді қуатты атақты үйді ауылды елді жерді
    бірді өзді үлкен мекен туған жалған арқан
    """
)
# What can be doubled and still be one thing: «их их», "in in".
UNCERTAIN = lexicon("их его ее то не что кто как in on to is")
SHORT_NAME = 4  # Ли Ли, Bora Bora
_CAPITAL = "[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]"
_INITIAL = rf"(?:{_CAPITAL}|Дж)\."
INITIALS = re.compile(
    rf"(?<![\w@/])((?:{_INITIAL}[- \xa0]?){{0,2}}{_INITIAL})"
    rf"({_CAPITAL}(?:[a-zа-яёәғқңөұүһі]+|{_CAPITAL}+))(?!\w|\.\w)"
)
NO_NAMES = ("Видео",)  # the shop «М.Видео»


class DoubleWord(Check):
    name = "double_word"
    label = gettext_lazy("A word twice")

    def find(self, subject):
        for field, text in subject.texts.items():
            for found in TWICE.finditer(text):
                one, other = found.groups()
                if not _is_on_purpose(one, other, text[found.end() :], subject.language):
                    reason = _("The word stands twice.")
                    mend = None if fold(one) in UNCERTAIN or other.istitle() else one
                    yield self.at(field, text, found.start(), found.end(), reason, mend)
            for found in PHRASE_TWICE.finditer(text):
                if _is_phrase(found[1]):
                    reason = _("The words stand twice.")
                    yield self.at(field, text, *found.span(), reason, found[1])


def _is_phrase(words):
    """Whether they make a phrase that nobody says twice; numbers and one word again are none."""
    parts = [fold(word) for word in words.split()]
    return (
        len(words) >= SHORTEST_PHRASE
        and words.replace(" ", "").replace("\xa0", "").isalpha()
        and len(set(parts)) == len(parts)
        and not JOINING & set(parts)
    )


def _is_on_purpose(one, other, rest, language):
    word = fold(one)
    if word in TWICE_ON_PURPOSE.get(language, ()):
        return True
    if (len(one) == 1 and (one + other).isupper()) or re.fullmatch("[IVXLCDMХ]+", other):
        return True  # initials, numerals
    if one.istitle() and other.istitle() and (language == "en" or len(one) <= SHORT_NAME):
        return True
    if language != "kk":
        return False
    return not (
        word in KAZAKH_SMALL_WORDS
        or KAZAKH_ENDINGS.fullmatch(word)
        or (KAZAKH_PAST.fullmatch(word) and word not in KAZAKH_NO_PAST)
        or (len(word) >= LONG_KAZAKH_WORD and word[-1] not in "пйае")
    )


class InitialsWithoutSpace(Check):
    name = "initials"
    label = gettext_lazy("No space after initials")

    def find(self, subject):
        for field, text in subject.texts.items():
            for found in INITIALS.finditer(text):
                initials, name = found.groups()
                if name not in NO_NAMES:
                    reason = _("There is no space between the initials and the name.")
                    mend = f"{initials} {name}"
                    yield self.at(field, text, found.start(), found.end(), reason, mend)
