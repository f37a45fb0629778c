"""Where each language of an event stands: what the public has and what the desk has."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from media.language_tabs import language_name
from media.making import LATER
from news.desk.describing import MOST, describing_address
from news.models import Edition, Event
from news.publishing import (
    build_edition,
    differs,
    links_of,
    photos_of,
    reasons_against_publishing,
    silent_photos,
    uncaptioned_in,
    uncredited,
)
from organizations.models import Organization
from people.models import Participant

PUBLIC, SCHEDULED, WITHDRAWN, TEXT, EMPTY = "public", "scheduled", "withdrawn", "text", "empty"
WORDS = {
    PUBLIC: _("public"),
    SCHEDULED: _("scheduled"),
    WITHDRAWN: _("withdrawn"),
    TEXT: _("not published"),
    EMPTY: _("no text"),
}


@dataclass(frozen=True)
class LanguageState:
    language: str
    public: Edition | None
    scheduled: Edition | None
    withdrawn: Edition | None
    has_text: bool

    @property
    def name(self):
        return language_name(self.language)

    @property
    def code(self):
        for code in (PUBLIC, SCHEDULED, WITHDRAWN):
            if getattr(self, code):
                return code
        return TEXT if self.has_text else EMPTY

    @property
    def word(self):
        return WORDS[self.code]

    @property
    def leads_to(self):
        """The event to whose page readers are led instead, if any."""
        return self.withdrawn.redirect_to if self.code == WITHDRAWN else None

    @property
    def newest(self):
        """The edition that the working copy would replace or follow."""
        return self.scheduled or self.public


def standing_editions():
    """Editions that nothing has replaced; enough to tell where each language stands."""
    # What was replaced before anybody saw it ends when it would have begun.
    return Edition.objects.filter(
        Q(superseded_at=None) | Q(superseded_at__gt=timezone.now())
    ).exclude(superseded_at__lte=F("published_at"))


def is_visible(edition, at=None):
    """Whether readers see it, of an edition that is at hand: see `EditionQuerySet.visible`."""
    at = at or timezone.now()
    is_replaced = edition.superseded_at is not None and edition.superseded_at <= at
    return edition.published_at <= at and not edition.withdrawn_at and not is_replaced


def event_state(event, editions):
    """The state of the whole event; one that waits for its moment is not published yet."""
    if event.status == Event.Status.PUBLISHED:
        now = timezone.now()
        standing = [
            edition.published_at
            for edition in editions
            if not edition.withdrawn_at
            and (
                edition.superseded_at is None
                or edition.superseded_at > max(now, edition.published_at)
            )
        ]
        if standing and min(standing) > now:
            return capfirst(WORDS[SCHEDULED])
    return event.get_status_display()


def state_with_marks(event, editions):
    """The state as safe HTML, with what the next one to look at the event should know."""
    marks = []
    if event.forced_by_id:
        marks.append(("mark", _("no second pair of eyes")))
    if event.status == Event.Status.DRAFT and event.returned_at:
        marks.append(("returned", _("sent back")))
    if event.status == Event.Status.DRAFT and any(map(is_visible, editions)):
        marks.append((PUBLIC, WORDS[PUBLIC]))
    badges = format_html_join("", ' <span class="badge {}">{}</span>', marks)
    return format_html("{}{}", event_state(event, editions), badges)


def language_states(editions, has_text):
    """The state of each language; `has_text` is asked with a language code."""
    now = timezone.now()
    found = {}
    for edition in sorted(editions, key=lambda edition: (edition.published_at, edition.number)):
        if edition.withdrawn_at:
            code = WITHDRAWN
        else:
            code = PUBLIC if edition.published_at <= now else SCHEDULED
        found[edition.language, code] = edition
    return [
        LanguageState(
            language,
            found.get((language, PUBLIC)),
            found.get((language, SCHEDULED)),
            found.get((language, WITHDRAWN)),
            bool(has_text(language)),
        )
        for language in settings.PRESS_LANGUAGES
    ]


def full_states(event):
    """Each language's state, whether the working copy changed since, and what keeps it back.

    `silent` are the photos without alternative text.
    """
    links = links_of(event)
    states = language_states(
        standing_editions().filter(event=event).select_related("redirect_to"),
        lambda language: any(event.text_in(language)[name] for name in ("title", "body")),
    )
    return [
        {
            "state": state,
            "has_changed": state.newest is not None
            and differs(state.newest, build_edition(event, state.language, links)),
            "reasons": reasons_against_publishing(event, state.language, links),
            "silent": silent_photos(event, state.language, links),
        }
        for state in states
    ]


def worth_publishing(rows):
    """Of `full_states`, the languages that are ready and would show the public something new.

    What was withdrawn is none of them: it takes a decision of its own.
    """
    return [
        row["state"].language
        for row in rows
        if not row["reasons"] and (row["state"].code == TEXT or row["has_changed"])
    ]


def words_missing(event, user, page=""):
    """By language, what readers would see in another language or not at all: safe sentences.

    Each name leads to where the user may mend it; from there one comes back to the `page`.
    """
    links = links_of(event)
    people = Participant.objects.in_bulk({link.participant_id for link in links.participations})
    organization_ids = {
        event.venue_id,
        *(link.organization_id for link in links.organizations),
        *(link.organization_id for link in links.participations),
    }
    organizations = Organization.objects.in_bulk(organization_ids - {None})
    named = [
        *((person, "family_name") for person in people.values()),
        *((entry, "name") for entry in (*organizations.values(), *links.topics)),
    ]
    missing = {}
    for language in settings.PRESS_LANGUAGES:
        names = [_to_mend(entry, user) for entry, field in named if _lacks(entry, field, language)]
        roles = [
            _to_mend(event, user, people[link.participant_id], "#participations-group")
            for link in links.participations
            if link.role and _lacks(link, "role", language)
        ]
        missing[language] = [
            format_html(
                str(text) % {"names": "{}"},
                format_html_join(", ", "{}", ((name,) for name in found)),
            )
            for text, found in (
                (_("No name in this language: %(names)s."), names),
                (_("No role in this language: %(names)s."), roles),
            )
            if found
        ]
        silent = silent_photos(event, language, links)
        # Where publishing is refused for it, the reason names the photos.
        if said := about_silent(
            silent, user, is_named=settings.PRESS_ALT_TEXT == "warn", page=page
        ):
            missing[language].append(said)
        photos = photos_of(links, event.text_in(language)["body"])
        missing[language] += filter(
            None, (about_failed(photos, user), *_about_bare(photos, language, user))
        )
    return missing


def _about_bare(photos, language, user):
    """What newspapers cannot print photos without: a caption, and who made them."""
    bare = uncaptioned_in(photos, language)
    yield _naming(_("No caption in this language: %(names)s."), bare, user)
    nobodys = uncredited(photos)
    yield _naming(_("Neither credit line nor photographer: %(names)s."), nobodys, user)


def _naming(text, entries, user):
    """A sentence with links to entries, as safe HTML; nothing without entries."""
    if not entries:
        return ""
    names = format_html_join(", ", "{}", ((_to_mend(entry, user),) for entry in entries))
    return format_html(str(text) % {"names": "{}"}, names)


def about_silent(photos, user, *, is_named=True, page=""):
    """Which photos lack alternative text in a language, with where to write it: safe HTML."""
    if not photos:
        return ""
    said = []
    if is_named:
        said.append(_naming(_("No alternative text in this language: %(names)s."), photos, user))
    if user.has_perm("media.change_photo"):
        address = describing_address((photo.pk for photo in photos[:MOST]), next=page)
        said.append(format_html('<a href="{}">{}</a>', address, _("Describe these photos")))
    return format_html_join(" ", "{}", ([each] for each in said))


def about_failed(photos, user):
    """Of which photos no picture can be made, as safe HTML; a passing trouble does not count."""
    failed = [photo for photo in photos if photo.failure not in ("", LATER)]
    text = _("No picture can be made of some photos, readers will not see them: %(names)s.")
    return _naming(text, failed, user)


def _lacks(entry, field, language):
    return not getattr(entry, f"{field}_{language}")


def _to_mend(entry, user, name=None, place=""):
    """A name as a link to the form of an entry, if the user may change that."""
    opts = entry._meta
    if not user.has_perm(f"{opts.app_label}.change_{opts.model_name}"):
        return str(name or entry)
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[entry.pk])
    return format_html('<a href="{}{}">{}</a>', address, place, name or entry)
