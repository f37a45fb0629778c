"""Which quotation marks of a text open and which close, whatever their kind."""

import re

OPEN, CLOSE = "open", "close"
# What closes what each mark opens: German and English ones share signs.
PAIRS = {"«": "»", "“": "”", "„": "“”", "‘": "’", "‚": "‘’", '"': '"'}
CLOSING = frozenset("»”’")
DEEPEST = 20  # no more marks are open at once; the rest are a mistake
STRAIGHT = re.compile(r'"([^"\n]*)"')
MARKS = {"ru": "«»", "kk": "«»", "en": "“”"}
INNER_MARKS = {"ru": "„“", "kk": "„“", "en": "‘’"}  # within a quotation


def with_marks_of(text, language):
    """A short text with the quotation marks of its language for straight pairs."""
    return STRAIGHT.sub(r"\1".join(MARKS[language]), text)


def quotation_marks(tokens):
    """`{token: "open" or "close"}` of the quotation marks; each line is for itself."""
    found, opened = {}, []
    for index, token in enumerate(tokens):
        sign = token.text
        if sign == "\n":
            opened = []
        elif sign not in PAIRS and sign not in CLOSING:
            continue
        elif opened and sign in PAIRS[opened[-1]]:
            opened.pop()
            found[index] = CLOSE
        elif sign in CLOSING:
            found[index] = CLOSE  # one that nothing opened, or that closes an outer one too
            outer = [position for position, mark in enumerate(opened) if sign in PAIRS[mark]]
            if outer:
                del opened[outer[-1] :]
        else:
            opened.append(sign)
            del opened[:-DEEPEST]
            found[index] = OPEN
    return found


def with_quotation_marks(marks, first, last):
    """The first and last token of a name with the quotation marks that belong to it.

    That is one that closes what the name opens, one that opens what it closes, or both around it.
    """
    inside = [marks[index] for index in range(first, last + 1) if index in marks]
    balance = inside.count(OPEN) - inside.count(CLOSE)
    closes, opens = marks.get(last + 1) == CLOSE, marks.get(first - 1) == OPEN
    if balance > 0 and closes:
        while balance > 0 and marks.get(last + 1) == CLOSE:
            balance, last = balance - 1, last + 1
        return first, last
    if balance < 0 and opens:
        return first - 1, last
    if balance == 0 and closes and opens:
        return first - 1, last + 1
    return first, last
