from django.utils.translation import gettext_lazy, ngettext

from news.checks.base import Check

LONGEST_TITLE = 110  # what search engines and social networks show of a title


class LongTitle(Check):
    name = "long_title"
    label = gettext_lazy("A long title")

    def find(self, subject):
        length = len(subject.title)
        if length > LONGEST_TITLE:
            reason = ngettext(
                "The title has %(length)d character; more than %(most)d are cut off.",
                "The title has %(length)d characters; more than %(most)d are cut off.",
                length,
            )
            reason %= {"length": length, "most": LONGEST_TITLE}
            # From the word on that is cut.
            start = subject.title.rfind(" ", 0, LONGEST_TITLE + 1) + 1 or LONGEST_TITLE
            yield self.at("title", subject.title, start, length, reason)
