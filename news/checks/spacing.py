"""Spaces too many and too few."""

import re

from django.utils.translation import gettext_lazy

from news.checks.base import Check

_SPACE = "[ \\xa0]"
_LETTER = r"[^\W\d_]"
_SMALL = "[а-яёәғқңөұүһі]"
_CAPITAL = "[А-ЯЁӘҒҚҢӨҰҮҺІ]"

TOO_MANY = gettext_lazy("There is a space too many.")
TOO_FEW = gettext_lazy("There is no space after the sign.")
TOO_FEW_BEFORE = gettext_lazy("There is no space between the words.")
# Two parts, what belongs between them, and why. «2 : 1», «.kz», «…», «:)» are right as they are.
RULES = [
    (rf"(?<![\w»”)%])([\w»”)%]{{1,40}}){_SPACE}+([,;!?](?!\))|\.(?=\s|$)|:(?=\s*$))", "", TOO_MANY),
    (rf"([«„(]){_SPACE}+(\w{{1,40}})", "", TOO_MANY),
    (rf"(?<!\w)(\w{{1,40}}[.!?]?){_SPACE}+([»)])", "", TOO_MANY),
    (r"(?<!\S)(\S{1,40})(?: {2,}| *\t+ *)(\S{1,40})", " ", TOO_MANY),
    (rf"(?<![\w&])({_LETTER}{{2,}}[,;!?])({_LETTER}+)", " ", TOO_FEW),
    # Not «Яндекс.Такси».
    (rf"(?<![\w.])({_SMALL}{{2,}}\.)({_CAPITAL}{_SMALL}+)", " ", TOO_FEW),
    (r"(?<![\w.])([a-z]{2,}\.)([A-Z][a-z]*)(?= [a-z])", " ", TOO_FEW),
    (r"(?<![\w&])(\w{2,40}[:,;.!?])([«„]\w{1,40})", " ", TOO_FEW),
    (r"(?<![\w«„-])(\w{2,40})([«„]\w{1,40})", " ", TOO_FEW_BEFORE),
    (r"(?<!\w)((?:19|20)\d\d)((?:год|жыл)\w{0,4})(?!\w)", " ", TOO_FEW_BEFORE),
]
RULES = [(re.compile(rule, re.MULTILINE), between, reason) for rule, between, reason in RULES]


class Spacing(Check):
    name = "spacing"
    label = gettext_lazy("Spaces too many or too few")

    def find(self, subject):
        for field, text in subject.texts.items():
            for rule, between, reason in RULES:
                for found in rule.finditer(text):
                    mend = found[1] + between + found[2]
                    yield self.at(field, text, *found.span(), reason, mend)
