"""Photos of the event that lack words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.checks.base import Check
from news.publishing import links_of, photos_of, silent_in, uncaptioned_in, uncredited


class BarePhotos(Check):
    name = "bare_photos"
    label = gettext_lazy("Photos without caption, credit or alternative text")

    def find(self, subject):
        event, language = subject.event, subject.language
        if event is None or event.pk is None or not subject.texts:
            return
        photos = photos_of(links_of(event), subject.html)
        for reason, found in (
            (_("No alternative text in this language: %(names)s."), silent_in(photos, language)),
            (_("No caption in this language: %(names)s."), uncaptioned_in(photos, language)),
            (_("Neither credit line nor photographer: %(names)s."), uncredited(photos)),
        ):
            for photo in found:
                yield self.at("", "", 0, 0, reason % {"names": str(photo).rstrip(".")})
