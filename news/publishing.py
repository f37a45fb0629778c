"""From the working copy to what the public reads, and back out of public view."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from media.models import Photo
from news.body import photo_ids
from news.models import Edition, Event
from news.search import index_editions


class CannotPublish(Exception):
    """`reasons` are sentences by language code: what keeps each language from the public."""

    def __init__(self, reasons):
        self.reasons = reasons
        super().__init__("; ".join(" ".join(sentences) for sentences in reasons.values()))


def reasons_against_publishing(event, language):
    """All that keeps the event from being published in a language; an empty list when nothing."""
    text = event.text_in(language)
    reasons = []
    if not text["title"].strip():
        reasons.append(_("The title is missing."))
    if not text["body"].strip():
        reasons.append(_("The text is missing."))
    if event.starts_at is None:
        reasons.append(_("The date of the event is missing."))
    return reasons


@transaction.atomic
def publish(*, event, languages, user, at=None, change_note=""):
    """Write an edition of the event in each language and return them.

    They are visible from `at` (now, unless told otherwise); the editions before them are visible
    until then. All languages or none: raises `CannotPublish`, and `PermissionDenied` for users who
    may not publish.
    """
    if not user.has_perm("news.publish_event"):
        raise PermissionDenied
    event = Event.objects.select_for_update().get(pk=event.pk)
    reasons = {
        language: found
        for language in languages
        if (found := reasons_against_publishing(event, language))
    }
    if reasons:
        raise CannotPublish(reasons)
    at = at or timezone.now()
    editions = [_write_edition(event, language, user, at, change_note) for language in languages]
    event.status = Event.Status.PUBLISHED
    event.save(update_fields=["status"])
    return editions


def _write_edition(event, language, user, at, change_note):
    mine = Edition.objects.filter(event=event, language=language)
    standing = mine.filter(withdrawn_at=None)
    standing.filter(published_at__lte=at).filter(
        Q(superseded_at=None) | Q(superseded_at__gt=at)
    ).update(superseded_at=at)
    # Those that were scheduled for later are replaced before anyone saw them.
    standing.filter(published_at__gt=at).update(superseded_at=F("published_at"))
    edition = build_edition(event, language)
    edition.number = (mine.aggregate(last=Max("number"))["last"] or 0) + 1
    edition.published_at = at
    edition.published_by = user
    edition.change_note = change_note
    edition.save()
    link_edition(edition)
    index_editions([edition])
    return edition


def build_edition(event, language):
    """The edition that publishing the working copy now would write; not saved."""
    text = event.text_in(language)
    with override(language):
        photos = [_frozen(photo, language) for photo in _photos_of(event, text["body"])]
        content = {
            "kind": event.kind,
            "place": text["place"],
            "venue": event.venue_id,
            "people": [
                {
                    "id": participation.participant_id,
                    "role": getattr(participation, f"role_{language}") or "",
                    "organization": participation.organization_id,
                }
                for participation in event.participations.all()
            ],
            "organizations": [
                {"id": link.organization_id, "part": link.part}
                for link in event.event_organizations.all()
            ],
            "topics": [
                {"id": topic.pk, "slug": topic.slug, "name": topic.name}
                for topic in event.topics.all()
            ],
            "photos": photos,
        }
    return Edition(
        event=event,
        language=language,
        slug=event.slug,
        title=text["title"],
        lead=text["lead"],
        body=text["body"],
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        picture=photos[0] if photos else None,
        content=content,
    )


def _photos_of(event, body):
    """The event's photos in their order, then those that stand only in the text."""
    photos = [link.photo for link in event.event_photos.select_related("photo")]
    known = {photo.pk for photo in photos}
    others = [pk for pk in photo_ids(body) if pk not in known]
    if others:
        found = Photo.objects.in_bulk(others)
        photos += [found[pk] for pk in others if pk in found]
    return photos


def _frozen(photo, language):
    return {
        "id": photo.pk,
        "checksum": photo.checksum,
        "width": photo.width,
        "height": photo.height,
        **{
            name: getattr(photo, f"{name}_{language}") or ""
            for name in ("alt_text", "caption", "credit_line")
        },
    }


def link_edition(edition):
    """Set the ways back from people, organizations, photos and topics to a saved edition."""
    content = edition.content
    organizations = {link["id"] for link in content["organizations"]}
    organizations |= {person["organization"] for person in content["people"]} - {None}
    if content["venue"]:
        organizations.add(content["venue"])
    edition.people.set([person["id"] for person in content["people"]])
    edition.organizations.set(organizations)
    edition.photos.set([photo["id"] for photo in content["photos"]])
    edition.topics.set([topic["id"] for topic in content["topics"]])


@transaction.atomic
def withdraw(*, event, user, reasons, at=None):
    """End the visible and the scheduled editions in the languages of `reasons`.

    `reasons` are public sentences by language code. Returns the editions that were withdrawn;
    raises `PermissionDenied` for users who may not withdraw.
    """
    if not user.has_perm("news.withdraw_event"):
        raise PermissionDenied
    event = Event.objects.select_for_update().get(pk=event.pk)
    at = at or timezone.now()
    current = Edition.objects.filter(event=event, withdrawn_at=None).filter(
        Q(superseded_at=None) | Q(superseded_at__gt=at)
    )
    withdrawn = list(current.filter(language__in=reasons))
    for edition in withdrawn:
        edition.withdrawn_at = at
        edition.withdrawal_reason = reasons[edition.language]
        edition.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    if not current.exists():
        event.status = Event.Status.WITHDRAWN
        event.save(update_fields=["status"])
    return withdrawn


def current_editions(event, at=None):
    """The visible or else the next scheduled edition of each language, by language code."""
    at = at or timezone.now()
    editions = event.editions.filter(withdrawn_at=None).filter(
        Q(superseded_at=None) | Q(superseded_at__gt=at)
    )
    order = {code: index for index, code in enumerate(settings.PRESS_LANGUAGES)}
    found = {edition.language: edition for edition in editions.order_by("-published_at")}
    return dict(sorted(found.items(), key=lambda item: order.get(item[0], len(order))))
