"""The tables of people and of organizations (`django-import-export` resources)."""

from django.conf import settings
from django.db.models import Prefetch

from media.language_tabs import in_languages
from news.exchange.columns import (
    AddressColumn,
    ChoiceColumn,
    Draft,
    NamesColumn,
    Office,
    OfficesColumn,
    ParentColumn,
    TextColumn,
)
from news.exchange.entries import BATCH, EntryResource, delete, text_in
from organizations.models import Organization
from people.admin import ParticipantForm
from people.models import Participant, Position

IS_PUBLIC = {True: "yes", None: "named", False: "no"}


class OrganizationResource(EntryResource):
    columns = (
        AddressColumn("slug"),
        *map(TextColumn, in_languages("name", "short_name")),
        ChoiceColumn(
            "kind",
            Organization,
            {value: str(value) for value in Organization.Kind.values},
            Organization.Kind.OTHER,
        ),
        ParentColumn("parent"),
        *(
            NamesColumn(f"{column}_names_{code}", code, is_accepted=column == "accepted")
            for column in ("other", "accepted")
            for code in settings.PRESS_LANGUAGES
        ),
        TextColumn("website"),
        ChoiceColumn("is_public", Organization, IS_PUBLIC, True),
        *map(TextColumn, in_languages("description")),
    )
    named_by = ("name",)
    related = ("parent", "other_names")

    class Meta(EntryResource.Meta):
        model = Organization

    def draft_of(self, entry, *, is_new=False):
        draft = super().draft_of(entry, is_new=is_new)
        draft.parent = entry.parent.slug if entry.parent_id else ""
        return draft

    def know_entries(self):
        self.organizations.parents = {
            slug: draft.parent for slug, draft in self.entries.by_slug.items()
        }

    def before_import(self, dataset, **kwargs):
        super().before_import(dataset, **kwargs)
        # What a row will say anew makes no circle before, whatever the order of the rows.
        if "parent" in dataset.headers:
            for draft, parent in zip(self.found, dataset["parent"], strict=True):
                if isinstance(draft, Draft) and parent not in ("", draft.parent):
                    self.organizations.parents.pop(draft.entry.slug, None)

    def new_draft(self, row, slug):
        draft = super().new_draft(row, slug)
        names = [text_in(row, name) for name in in_languages("name", "short_name")]
        self.organizations.add(draft.entry.slug, names)
        return draft

    def write_links(self):
        slugs = dict(Organization.objects.order_by().values_list("slug", "pk"))
        for draft in self.planned:
            parent = slugs.get(draft.parent)
            if draft.entry.parent_id != parent:
                draft.entry.parent_id = parent
                draft.entry.save(update_fields=["parent", "updated_at"])


class PersonResource(EntryResource):
    columns = (
        AddressColumn("slug"),
        *map(TextColumn, in_languages("family_name", "given_name", "patronymic_name")),
        ChoiceColumn(
            "gender", Participant, {value: str(value) for value in Participant.Gender.values}
        ),
        OfficesColumn("offices"),
        *(
            NamesColumn(f"{column}_names_{code}", code, is_accepted=column == "accepted")
            for column in ("other", "accepted")
            for code in settings.PRESS_LANGUAGES
        ),
        ChoiceColumn("is_public", Participant, IS_PUBLIC, True),
        *map(TextColumn, in_languages("biography")),
    )
    named_by = ("family_name", "given_name", "patronymic_name")
    asked = 2
    history_rows = ("positions", "other_names")
    name_is_missing = ParticipantForm.name_is_missing
    related = (
        Prefetch("positions", Position.objects.select_related("organization")),
        "other_names",
    )

    class Meta(EntryResource.Meta):
        model = Participant

    def draft_of(self, entry, *, is_new=False):
        draft = super().draft_of(entry, is_new=is_new)
        if not is_new:
            draft.offices = [Office.of(position) for position in _newest_first(entry)]
        return draft

    def write_links(self):
        slugs = dict(Organization.objects.order_by().values_list("slug", "pk"))
        new, gone = [], []
        for draft in self.planned:
            left = list(draft.offices)
            for position in [] if draft.is_new else _newest_first(draft.entry):
                if (office := Office.of(position)) in left:
                    left.remove(office)
                else:
                    gone.append(position.pk)
            for office in reversed(left):  # the newest last, as their ids say
                titles = zip(in_languages("title"), office.titles, strict=True)
                new.append(
                    Position(
                        participant=draft.entry,
                        organization_id=slugs.get(office.organization),
                        started_on=office.started_on,
                        ended_on=office.ended_on,
                        **dict(titles),
                    )
                )
        delete(Position, gone)
        Position.objects.bulk_create(new, batch_size=BATCH)


def _newest_first(entry):
    """Their own order puts offices without a day first or last, as the database likes."""
    return sorted(
        entry.positions.all(),
        key=lambda position: (str(position.started_on or ""), position.pk),
        reverse=True,
    )
