from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from media.entry_forms import NamedEntryForm, OtherNameForm, OtherNamesInline
from media.language_tabs import Inline, LanguageTabsAdmin, in_languages
from people.models import Participant, ParticipantName, Position, parts_of_name


class ParticipantForm(NamedEntryForm):
    named_by = ("family_name", "given_name")
    name_is_missing = _("Give the family name in one language at least.")


class PositionInline(Inline):
    model = Position
    fields = [*in_languages("title"), "organization", "started_on", "ended_on"]
    translated = ["title"]
    autocomplete_fields = ["organization"]
    classes = ["stacked-texts", "offices"]


class ParticipantNameForm(OtherNameForm):
    def clean(self):
        super().clean()
        if self.cleaned_data.get("becomes_own") and (name := self.cleaned_data.get("name")):
            longest = Participant._meta.get_field("family_name").max_length
            if max(map(len, parts_of_name(name))) > longest:
                sentence = _("A part of the name has more than %(number)d letters.")
                self.add_error("name", sentence % {"number": longest})
        return self.cleaned_data


class ParticipantNameInline(OtherNamesInline):
    model = ParticipantName
    form = ParticipantNameForm


@admin.register(Participant)
class ParticipantAdmin(LanguageTabsAdmin):
    form = ParticipantForm
    list_display = ["__str__", "office", "gender", "is_public"]
    list_filter = ["is_public", "gender"]
    search_fields = [*in_languages("family_name", "given_name"), "other_names__name", "slug"]
    autocomplete_fields = ["portrait"]
    readonly_fields = ["photos"]
    general = [("slug", "gender"), ("portrait", "is_public"), "photos"]
    translated = ["family_name", "given_name", "patronymic_name", "biography"]
    always_counted = ["family_name", "given_name"]
    inlines = [PositionInline, ParticipantNameInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("positions__organization")

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            fieldsets[0][1]["fields"].remove("photos")
        return fieldsets

    @admin.display(description=_("photos"))
    def photos(self, person):
        """A link to those in which the person was marked."""
        number = person.photo_people.count()
        if not number:
            return gettext("No photos")
        return format_html(
            '<a href="{}?person={}">{}</a>',
            reverse("admin:media_photo_changelist"),
            person.pk,
            ngettext("In %(number)d photo", "In %(number)d photos", number) % {"number": number},
        )

    @admin.display(description=_("office"))
    def office(self, person):
        held = [position for position in person.positions.all() if position.ended_on is None]
        return "; ".join(
            ", ".join(filter(None, (position.title, str(position.organization or ""))))
            for position in held
        )
