"""From the working copy to what the public reads, and back out of public view."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from media.models import Photo
from news.body import opens_with, photo_ids
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
    elsewhere = Edition.objects.exclude(event=event).filter(language=language, slug=event.slug)
    if elsewhere.filter(withdrawn_at=None, superseded_at=None).exists():
        reasons.append(_("Another event is public at this address. Change the address."))
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
    links = links_of(event)
    editions = [
        _write_edition(build_edition(event, language, links), user, at, change_note)
        for language in languages
    ]
    link_editions(editions)
    index_editions(editions)
    event.status = Event.Status.PUBLISHED
    event.save(update_fields=["status"])
    return editions


def _write_edition(edition, user, at, change_note):
    mine = Edition.objects.filter(event=edition.event, language=edition.language)
    standing = mine.filter(withdrawn_at=None)
    standing.filter(published_at__lte=at).filter(
        Q(superseded_at=None) | Q(superseded_at__gt=at)
    ).update(superseded_at=at)
    # Those that were scheduled for later are replaced before anyone saw them.
    standing.filter(published_at__gt=at).update(superseded_at=F("published_at"))
    edition.number = (mine.aggregate(last=Max("number"))["last"] or 0) + 1
    edition.published_at = at
    edition.published_by = user
    edition.change_note = change_note
    edition.save()
    return edition


@dataclass(frozen=True)
class Links:
    """What an event is linked to, each in its order; the same for all its languages."""

    participations: list
    organizations: list
    photos: list
    topics: list


def links_of(event):
    """The links of the working copy, read once for all languages."""
    return Links(
        participations=list(event.participations.all()),
        organizations=list(event.event_organizations.all()),
        photos=[link.photo for link in event.event_photos.select_related("photo")],
        topics=list(event.topics.all()),
    )


def build_edition(event, language, links=None):
    """The edition that publishing the working copy now would write; not saved."""
    links = links or links_of(event)
    text = event.text_in(language)
    with override(language):
        photos = [_frozen(photo, language) for photo in _photos_of(links, text["body"])]
        content = {
            "kind": event.kind,
            "place": text["place"],
            "venue": event.venue_id,
            "lead_opens_body": opens_with(text["body"], text["lead"]),
            "people": [
                {
                    "id": participation.participant_id,
                    "role": getattr(participation, f"role_{language}") or "",
                    "organization": participation.organization_id,
                }
                for participation in links.participations
            ],
            "organizations": [
                {"id": link.organization_id, "part": link.part} for link in links.organizations
            ],
            "topics": [
                {"id": topic.pk, "slug": topic.slug, "name": topic.name}
                for topic in sorted(links.topics, key=lambda topic: topic.name)
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


def _photos_of(links, body):
    """The event's photos in their order, then those that stand only in the text."""
    photos = list(links.photos)
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


def link_editions(editions):
    """Write the ways back from people, organizations, photos and topics to new, saved editions."""
    for field, ids_of in (
        (Edition.people.field, _people_ids),
        (Edition.organizations.field, _organization_ids),
        (Edition.photos.field, _photo_ids),
        (Edition.topics.field, _topic_ids),
    ):
        link = field.remote_field.through
        target = f"{field.m2m_reverse_field_name()}_id"
        link.objects.bulk_create(
            link(edition_id=edition.pk, **{target: pk})
            for edition in editions
            for pk in ids_of(edition.content)
        )


def _people_ids(content):
    return [person["id"] for person in content["people"]]


def _organization_ids(content):
    """Those that took part, those for which people spoke, and the venue, each once."""
    ids = [link["id"] for link in content["organizations"]]
    ids += [person["organization"] for person in content["people"]]
    return dict.fromkeys(pk for pk in (*ids, content["venue"]) if pk)


def _photo_ids(content):
    return [photo["id"] for photo in content["photos"]]


def _topic_ids(content):
    return [topic["id"] for topic in content["topics"]]


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
