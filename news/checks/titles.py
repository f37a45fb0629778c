from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.checks.base import Check

LONGEST_TITLE = 110  # what search engines and social networks show of a title


class LongTitle(Check):
    name = "long_title"
    label = gettext_lazy("A long title")

    def find(self, subject):
        length = len(subject.title)
        if length > LONGEST_TITLE:
            reason = _("The title has %(length)d characters; more than %(most)d are cut off.")
            yield self.at(
                "title",
                subject.title,
                LONGEST_TITLE,
                length,
                reason % {"length": length, "most": LONGEST_TITLE},
            )
