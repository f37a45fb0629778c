"""The name of an organization in the case in which a text has another one."""

from news.morphology.kazakh import inflect, kazakh_stems
from news.morphology.russian import adjectives, case_of, parses
from news.morphology.words import fold, lexicon, tokenize
from news.recognition.organization_names import is_abbreviation
from news.recognition.spelling import like, plain

# What a preposition says of a form that several cases share.
PREPOSITIONS = {
    "loct": lexicon("в во на о об обо при"),
    "datv": lexicon("к ко по благодаря согласно"),
    "ablt": lexicon("с со между перед над под"),
    "gent": lexicon("у от до из без для около после против из-за"),
}
LIKELY_CASES = ("nomn", "gent", "datv", "loct", "accs", "ablt")


def in_same_case(name, pattern, tokens, before, language):
    """`name` in the case of the words `tokens`, which follow `pattern`; `before` precedes them."""
    words = [token.text for token in tokens if token.is_word]
    if language == "en":
        return name
    if language == "kk":
        return _in_kazakh_case(name, words[-1])
    if is_abbreviation(name) or pattern.abbreviation and is_abbreviation(name):
        return name
    head = words[min(pattern.head, len(words) - 1)]
    if pattern.abbreviation:
        cases = [case for case, ones in PREPOSITIONS.items() if before in ones] or ["nomn"]
    else:
        found = {
            case_of(parse)
            for parse in parses(head)
            if parse.tag.POS == "NOUN" and "sing" in parse.tag and parse.tag.case
        }
        cases = [case for case in LIKELY_CASES if case in found] or ["nomn"]
        governed = [case for case in cases if before in PREPOSITIONS.get(case, ())]
        cases = governed or cases
    return in_russian_case(name, cases[0])


def in_russian_case(name, case):
    """A Russian name in a case: its first noun and the adjectives before it."""
    if case == "nomn":
        return name
    pieces, position, head = [], 0, None
    tokens = tokenize(name)
    for token in tokens:
        if not token.is_word:
            return name
        readings = [
            parse
            for parse in parses(token.text)
            if "nomn" in parse.tag and ("sing" in parse.tag or "Pltm" in parse.tag)
        ]
        noun = next((parse for parse in readings if parse.tag.POS == "NOUN"), None)
        is_attribute = any(parse.tag.POS in ("ADJF", "PRTF") for parse in readings)
        if noun is not None and not (is_attribute and adjectives(token.text)[0].score > 0.5):
            head = (token, noun)
            break
        if not is_attribute:
            return name
    if head is None:
        return name
    gender = head[1].tag.gender
    for token in tokens[: tokens.index(head[0]) + 1]:
        if token is head[0]:
            changed = head[1].inflect({case})
        else:
            changed = _attribute(token.text, case, gender)
        if changed is None:
            return name
        is_upper = len(token.text) > 1 and token.text.isupper()
        word = changed.word.upper() if is_upper else like(token.text, fold(changed.word))
        pieces += [name[position : token.start], word]
        position = token.end
    return "".join(pieces) + name[position:]


def _attribute(word, case, gender):
    for parse in adjectives(word):
        if parse.tag.gender == gender and "nomn" in parse.tag:
            return parse.inflect({case, "sing", gender})
    return None


def _in_kazakh_case(name, word):
    """A Kazakh name with the case of a word, which ends another name."""
    opening, _space, last = name.rpartition(" ")
    stem = plain(word, "kk")
    case = next(
        (
            case
            for base in sorted(kazakh_stems(stem), key=len, reverse=True)
            for is_own in (True, False)
            for case, forms in inflect(base, is_own).items()
            if case != "nomn" and stem in forms and (not is_own or base[-1] in "ыі")
        ),
        "nomn",
    )
    if case == "nomn":
        return name
    is_own = fold(last)[-1] in "ыі" and not is_abbreviation(last)
    form = min(inflect(last, is_own)[case])
    return f"{opening} {like(last, form)}".strip()
