"""Which entry of the directory a row means: by its address, or by its equal full name.

What could be one entry or another, or perhaps none, is never decided here: the row says it.
"""

from collections import defaultdict

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rapidfuzz import process

from news.models import Merge
from organizations.models import Organization


def folded(text):
    return " ".join(text.split()).casefold()


class Entries:
    """The drafts of a model's entries, of the directory and of earlier rows, by address and name.

    `named_by` are the parts of a name; two entries with equal `asked` first parts of it are taken
    for different ones only if the rest says so.
    """

    def __init__(self, named_by, asked, model):
        self.named_by, self.asked, self.model = named_by, asked, model
        merges = Merge.objects.standing().of(model)
        self.merged = set(merges.values_list("dropped_slug", flat=True))
        self.by_slug, self.by_name, self.by_part = {}, defaultdict(dict), defaultdict(dict)

    def add(self, draft, names=None):
        """Take in a draft under its own names, or under those of a row."""
        slug = draft.entry.slug
        self.by_slug[slug] = draft
        for language in settings.PRESS_LANGUAGES:
            name = names[language] if names else self._name_of(draft.entry, language)
            if name[0]:
                self.by_name[language, name][slug] = draft
                self.by_part[language, name[: self.asked]][slug] = draft

    def _name_of(self, entry, language):
        return tuple(folded(getattr(entry, f"{name}_{language}") or "") for name in self.named_by)

    def find(self, slug, names):
        """The draft that a row with an address and `{language: parts of the name}` means, or None.

        Raises `ValidationError` where it could be more than one.
        """
        if slug:
            is_gone = slug not in self.by_slug and slug in self.merged
            if is_gone and (entry := Merge.objects.now(self.model, dropped_slug=slug)):
                raise ValidationError(
                    _("This was merged into “%(entry)s”. Leave the row out, or undo the merge.")
                    % {"entry": entry}
                )
            return self.by_slug.get(slug)
        equal, alike = {}, {}
        for language, name in names.items():
            if not name[0]:
                continue
            equal |= self.by_name.get((language, name), {})
            if all(name[: self.asked]):
                others = self.by_part.get((language, name[: self.asked]), {})
                alike |= {
                    slug: draft
                    for slug, draft in others.items()
                    if not all(name) or not all(self._name_of(draft.entry, language))
                }
        if len(equal) == 1:
            return next(iter(equal.values()))
        if could_be := equal or alike:
            raise ValidationError(
                _(
                    "This may be %(entries)s. Write that address into the column “slug”, or "
                    "another one if somebody or something else is meant."
                )
                % {
                    "entries": ", ".join(
                        f"{draft.entry} ({key})" for key, draft in could_be.items()
                    )
                }
            )
        return None


class Organizations:
    """The organizations that rows may name, by address and by name; `parents` by address."""

    def __init__(self):
        self.slugs, self.by_name, self.parents = set(), defaultdict(set), {}
        self.shown = {}  # the names as they are written

    @classmethod
    def load(cls):
        directory = cls()
        names = [
            f"{name}_{code}" for name in ("name", "short_name") for code in settings.PRESS_LANGUAGES
        ]
        for slug, *found in Organization.objects.order_by().values_list("slug", *names):
            directory.add(slug, found)
        return directory

    def add(self, slug, names):
        self.slugs.add(slug)
        for name in filter(None, names):
            self.by_name[folded(name)].add(slug)
            self.shown[folded(name)] = name

    def organization(self, text):
        """The address of the organization that a cell names. Raises `ValidationError`."""
        if text in self.slugs:
            return text
        found = sorted(self.by_name.get(folded(text), ()))
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(
                _("“%(text)s” may be any of these organizations: %(slugs)s. Write the address.")
                % {"text": text, "slugs": ", ".join(found)}
            )
        if nearest := process.extractOne(folded(text), list(self.by_name), score_cutoff=70):
            raise ValidationError(
                _("There is no organization “%(text)s”. The nearest is “%(name)s” (%(slug)s).")
                % {
                    "text": text,
                    "name": self.shown[nearest[0]],
                    "slug": min(self.by_name[nearest[0]]),
                }
            )
        raise ValidationError(_("There is no organization “%(text)s”.") % {"text": text})
