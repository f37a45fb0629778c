"""What waits for whom: the boxes of the first page, and the filter of the list behind them."""

import datetime as dt
from dataclasses import dataclass

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media.language_tabs import language_name, languages_to_write, writes_everything
from news.models import Edition, Event, PreviewComment

RECENT = dt.timedelta(days=30)
# Whole sentences: the name of a language is declined in others.
WITHOUT = {
    "kk": _("Published without Kazakh"),
    "ru": _("Published without Russian"),
    "en": _("Published without English"),
}


@dataclass(frozen=True)
class Queue:
    """Events that wait for somebody; `condition` is the `Q` that finds them."""

    name: str
    condition: Q
    is_main: bool = False  # the user's own work: its box is there when nothing waits
    hint: str = ""  # what to do where it is not plain


def open_queues(user):
    """Work on the way to publication, by key, that concerns a user."""
    queues = {}
    if user.has_perm("news.approve_event"):
        queues["review"] = Queue(
            _("Waiting for my review"),
            Q(status=Event.Status.IN_REVIEW) & ~Q(edited_by=user),
            is_main=True,
        )
        queues["mark"] = Queue(
            _("Approved without a second pair of eyes"),
            Q(forced_by__isnull=False) & ~Q(forced_by=user),
        )
    may_submit = user.has_perm("news.submit_event")
    written = _written_by(user)
    mine = written | Q(submitted_by=user)
    if may_submit or languages_to_write(user, Event._meta):
        queues["returned"] = Queue(
            _("Sent back to me"),
            Q(status=Event.Status.DRAFT, returned_at__isnull=False) & mine,
            hint="" if may_submit else _("Mend it in the form; an editor sends it for review."),
        )
    if may_submit:
        queues["approved"] = Queue(
            _("Approved, not published yet"), Q(status=Event.Status.APPROVED)
        )
        queues["drafts"] = Queue(
            _("My drafts"),
            Q(status=Event.Status.DRAFT, returned_at=None) & written,
            is_main=not user.has_perm("news.approve_event"),
        )
        # What I may approve myself waits for me, not for somebody else.
        waits = Q(edited_by=user) if "review" in queues else mine
        queues["others"] = Queue(
            _("Waiting for somebody else’s review"), Q(status=Event.Status.IN_REVIEW) & waits
        )
    return queues


def language_queues(user):
    """What the public or a translator lacks, by key, in the languages that concern a user."""
    languages = languages_to_write(user, Event._meta)
    if writes_everything(user, Event._meta):
        return {
            f"without_{code}": Queue(
                WITHOUT[code],
                _visible() & ~_visible(code),
            )
            for code in languages
        }
    return {
        f"untranslated_{code}": Queue(
            _("To be translated: %(language)s") % {"language": language_name(code)},
            _untranslated(code),
            is_main=True,
        )
        for code in languages
    }


def public_queues(user):
    """What will become public or no longer is, by key."""
    if not user.has_perm("news.submit_event"):
        return {}
    return {
        "scheduled": Queue(_("Scheduled"), Q(pk__in=Edition.objects.scheduled().values("event"))),
        "withdrawn": Queue(_("Withdrawn lately"), Q(pk__in=withdrawn_lately().values("event"))),
    }


def _written_by(user):
    return Q(created_by=user) | Q(edited_by=user)


def guest_comments(user):
    """What guests said lately of events that the user wrote or gave them to read."""
    if not user.has_perm("news.view_previewlink"):
        return PreviewComment.objects.none()
    wrote = Q(link__event__created_by=user) | Q(link__event__edited_by=user)
    return PreviewComment.objects.filter(
        wrote | Q(link__created_by=user), created_at__gt=timezone.now() - RECENT
    )


def guest_queues(user):
    if not user.has_perm("news.view_previewlink"):
        return {}
    commented = guest_comments(user).values("link__event")
    return {"guests": Queue(_("Comments of guests"), Q(pk__in=commented))}


def _visible(language=None):
    editions = Edition.objects.visible().filter(event=OuterRef("pk"))
    return Q(Exists(editions.in_language(language) if language else editions))


def _untranslated(language):
    """Approved or public, and no title or no text in the language."""
    is_whole = Q(**{f"title_{language}__gt": "", f"body_{language}__gt": ""})
    is_settled = Q(status__in=[Event.Status.APPROVED, Event.Status.PUBLISHED]) | _visible()
    return is_settled & ~is_whole


def withdrawn_lately():
    """Editions that were withdrawn and have not come back."""
    back = Edition.objects.visible().filter(event=OuterRef("event"), language=OuterRef("language"))
    return Edition.objects.filter(~Exists(back), withdrawn_at__gt=timezone.now() - RECENT)


class State(admin.SimpleListFilter):
    """The states as the list names them: what waits for its moment is not published yet."""

    title = _("state")
    parameter_name = "status__exact"
    SCHEDULED = "scheduled"

    def lookups(self, request, model_admin):
        choices = []
        for status in Event.Status:
            if status == Event.Status.PUBLISHED:
                choices.append((self.SCHEDULED, _("Scheduled")))
            choices.append((status.value, status.label))
        return choices

    def queryset(self, request, queryset):
        value = self.value()
        if value not in dict(self.lookup_choices):
            return queryset
        scheduled = Edition.objects.scheduled().filter(event=OuterRef("pk"))
        waits = ~_visible() & Q(Exists(scheduled))
        if value == self.SCHEDULED:
            return queryset.filter(waits, status=Event.Status.PUBLISHED)
        if value == Event.Status.PUBLISHED:
            return queryset.filter(~waits, status=value)
        return queryset.filter(status=value)


class OnTheDesk(admin.SimpleListFilter):
    """Each box of the first page as a list."""

    title = _("on the desk")
    parameter_name = "desk"

    def lookups(self, request, model_admin):
        user = request.user
        self.queues = {
            **open_queues(user),
            **public_queues(user),
            **guest_queues(user),
            **language_queues(user),
        }
        return [(key, queue.name) for key, queue in self.queues.items()]

    def queryset(self, request, queryset):
        queue = self.queues.get(self.value())
        return queryset.filter(queue.condition) if queue else queryset
