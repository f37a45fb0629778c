from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from media.entry_forms import NamedEntryForm
from media.language_tabs import Inline, LanguageTabsAdmin, in_languages
from people.models import Participant, ParticipantName, Position


class ParticipantForm(NamedEntryForm):
    named_by = ("family_name", "given_name")
    name_is_missing = _("Give the family name in one language at least.")


class PositionInline(Inline):
    model = Position
    fields = [*in_languages("title"), "organization", "started_on", "ended_on"]
    translated = ["title"]
    autocomplete_fields = ["organization"]
    classes = ["stacked-texts", "offices"]


class ParticipantNameInline(Inline):
    model = ParticipantName
    fields = ["language", "name"]


@admin.register(Participant)
class ParticipantAdmin(LanguageTabsAdmin):
    form = ParticipantForm
    list_display = ["__str__", "office", "gender", "is_public"]
    list_filter = ["is_public", "gender"]
    search_fields = [*in_languages("family_name", "given_name"), "other_names__name", "slug"]
    autocomplete_fields = ["portrait"]
    general = [("slug", "gender"), ("portrait", "is_public")]
    translated = ["family_name", "given_name", "patronymic_name", "biography"]
    always_counted = ["family_name", "given_name"]
    inlines = [PositionInline, ParticipantNameInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("positions__organization")

    @admin.display(description=_("office"))
    def office(self, person):
        held = [position for position in person.positions.all() if position.ended_on is None]
        return "; ".join(
            ", ".join(filter(None, (position.title, str(position.organization or ""))))
            for position in held
        )
