"""Which of the three languages a text is in."""

import re

_LETTERS = {"kk": re.compile("[әғқңөұүһі]"), "ru": re.compile("[ёъэщцфв]")}
_WORDS = {
    "kk": {"және", "мен", "бен", "пен", "үшін", "туралы", "бойынша", "жылы", "бұл", "деп", "халкы"},
    "ru": {"и", "в", "на", "с", "по", "для", "что", "как", "года", "из", "о", "не", "от", "был"},
}


def guess_language(text):
    """`kk`, `ru` or `en`, by the letters and the commonest words; `ru` where neither tells."""
    text = text.casefold()
    cyrillic = len(re.findall("[а-яёәғқңөұүһі]", text))
    latin = len(re.findall("[a-z]", text))
    if latin > cyrillic:
        return "en"
    words = re.findall(r"\w+", text)
    scores = {
        language: len(_LETTERS[language].findall(text))
        + 5 * sum(word in _WORDS[language] for word in words)
        for language in ("ru", "kk")
    }
    return max(scores, key=scores.get)
