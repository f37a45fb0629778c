"""Given names frequent in Kazakhstan, and the gender that each tells.

The dictionary of Russian takes many of them for words («Канат» is a rope) or for forms of other
names («Сауле»), and knows none of the Kazakh spellings.
"""

import itertools
import re
from functools import cache
from pathlib import Path

from news.morphology.words import fold

MALE, FEMALE = "male", "female"
GENDERS = {"m": (MALE,), "f": (FEMALE,), "mf": (MALE, FEMALE)}
# How English texts write the letters; those with several ways make several spellings.
LATIN = dict(zip("абвгдежзиклмнопрстуфыэцчшщьъ", (
    *"abvgd", ("e", "ye"), "zh", *"ziklmnoprstufye", "ts", "ch", "sh", "shch", "", "",
), strict=True)) | {"й": ("i", "y"), "х": ("kh", "h"), "ю": "yu", "я": ("ya", "a")}  # fmt: skip


@cache
def listed_names(language):
    """`{folded name: genders}` of the names in the spelling of a language."""
    path = Path(__file__).with_name("given_names.txt")
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        gender, russian, *kazakh = line.split()
        spellings = kazakh or [russian] if language == "kk" else [russian]
        if language == "en":
            spellings = _in_latin(fold(russian))
        for spelling in spellings:
            genders = found.get(fold(spelling), ()) + GENDERS[gender]
            found[fold(spelling)] = tuple(dict.fromkeys(genders))
    return found


def _in_latin(name):
    letters = (LATIN.get(letter, letter) for letter in name)
    choices = ([ways] if isinstance(ways, str) else ways for ways in letters)
    spellings = {"".join(letters) for letters in itertools.product(*choices)}
    return {re.sub(r"(?<=i)y(?=a)", "", name) for name in spellings} | spellings


def gender_of_given(name, language):
    """The gender that a given name in the nominative tells, "" where it tells none."""
    genders = listed_names(language).get(fold(name), ())
    return genders[0] if len(genders) == 1 else ""
