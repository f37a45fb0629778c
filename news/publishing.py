"""From the working copy to what the public reads, and back out of public view."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from media.language_tabs import in_languages, language_name
from media.models import Photo, says_something
from news.body import opens_with, photo_ids
from news.contents import organization_ids, people_ids
from news.models import Edition, EditionPhoto, Event, HistoryEntry, Notice, Refused
from news.name_links import first_mentions
from news.recognition.mentions import ORGANIZATION, PERSON
from news.search.indexing import index_editions, index_photos

Action = HistoryEntry.Action
PHOTOS_NAMED = 10
COMPARED = ("slug", "title", "lead", "body", "starts_at", "ends_at", "content")


def reasons_against_publishing(event, language, links=None):
    """What the working copy itself lacks in a language; an empty list when nothing."""
    taken = _taken_in(event, [event.slug])
    return [
        *_reasons_of_text(event, language),
        *_reasons_of_alt_text(event, language, links),
        *_reasons_of_address(event.slug, language, taken),
    ]


def _reasons_of_text(event, language):
    text = event.text_in(language)
    reasons = []
    if not text["title"].strip():
        reasons.append(_("The title is missing."))
    if not text["body"].strip():
        reasons.append(_("The text is missing."))
    if event.starts_at is None:
        reasons.append(_("The date of the event is missing."))
    return reasons


def silent_photos(event, language, links=None):
    """Photos that an edition would show without alternative text (WCAG 1.1.1), in their order."""
    photos = photos_of(links or links_of(event), event.text_in(language)["body"])
    return silent_in(photos, language)


def silent_in(photos, language):
    return [photo for photo in photos if not says_something(getattr(photo, f"alt_text_{language}"))]


def uncaptioned_in(photos, language):
    return [photo for photo in photos if not getattr(photo, f"caption_{language}")]


def uncredited(photos):
    """Photos that say neither in a credit line nor otherwise who made them."""
    return [photo for photo in photos if not (photo.creator or photo.marks.credit_line)]


def photos_in(editions):
    """By language code, pairs of what an edition has frozen of a photo and the Photo.

    `editions` are those of some languages, by code.
    """
    frozen = {language: edition.content["photos"] for language, edition in editions.items()}
    photos = Photo.objects.in_bulk({each["id"] for found in frozen.values() for each in found})
    return {
        language: [(each, photos[each["id"]]) for each in found]
        for language, found in frozen.items()
    }


def silent_of(pairs):
    """Of the pairs of `photos_in`, the Photos that an edition shows without alternative text."""
    return [photo for frozen, photo in pairs if not says_something(frozen["alt_text"])]


def told_of_silent(photos):
    """How many photos say nothing to those who cannot see them, and which: a sentence."""
    text = ngettext(
        "%(number)d photo has no alternative text: %(names)s.",
        "%(number)d photos have no alternative text: %(names)s.",
        len(photos),
    )
    names = ", ".join(f"“{photo}”" for photo in photos[:PHOTOS_NAMED])
    more = ", …" if len(photos) > PHOTOS_NAMED else ""
    return text % {"number": len(photos), "names": f"{names}{more}"}


def _reasons_of_alt_text(event, language, links=None):
    if settings.PRESS_ALT_TEXT != "block":
        return []
    silent = silent_photos(event, language, links)
    return [told_of_silent(silent)] if silent else []


def _reasons_of_frozen_alt_text(editions):
    """Reasons against showing editions, by language code, that were made before."""
    if settings.PRESS_ALT_TEXT != "block":
        return []
    advice = _("Describe them, then publish the event anew.")
    return [
        f"{language_name(language)}: {told_of_silent(silent)} {advice}"
        for language, pairs in photos_in(editions).items()
        if (silent := silent_of(pairs))
    ]


def _taken_in(event, slugs):
    """Pairs of address and language that other events have or will have in public."""
    # Until the other event's edition has ended: its schedule might still be moved or cancelled.
    others = Edition.objects.current().exclude(event=event)
    return set(others.filter(slug__in=slugs).values_list("slug", "language"))


def _reasons_of_address(slug, language, taken):
    if (slug, language) in taken:
        return [_("Another event is public at this address. Change the address.")]
    return []


def languages_left_out(event, languages, at=None):
    """Required languages that the public would lack if these were published."""
    if settings.PRESS_PARITY == "off" or not settings.PRESS_REQUIRED_LANGUAGES:
        return []
    visible = Edition.objects.visible(at).filter(event=event)
    there = {*languages, *visible.values_list("language", flat=True)}
    return [language for language in settings.PRESS_REQUIRED_LANGUAGES if language not in there]


def reasons_in_any_language(event, user):
    """Why nothing of the event can be published by the user."""
    reasons = []
    if not user.has_perm("news.publish_event"):
        reasons.append(_("You may not do this."))
    if not event.is_approved:
        reasons.append(_("It is not approved yet."))
    return reasons


def reasons_not_to_publish(*, event, languages, user, is_silent, parity_reason, seen_version):
    """Every reason against `publish` now with the same arguments, before it is done."""
    now = timezone.now()
    public = set(_standing(event, now).values_list("language", flat=True))
    return event.reasons_of_version(seen_version) + _reasons_not_to_publish(
        event, languages, user, now, now, public, {}, is_silent, parity_reason
    )


def _left_out_meanwhile(event, languages, moments, until=None):
    """Required languages among these that readers lack when the rest of a schedule opens.

    `moments` are those of what waited, by language code, before these languages were moved to
    `until` or, without it, cancelled.
    """
    first = min((moments[language] for language in languages if language in moments), default=None)
    if first is None or settings.PRESS_PARITY == "off":
        return []
    others = {
        moment
        for language, moment in moments.items()
        if language not in languages and first <= moment and (until is None or moment < until)
    }
    missing = {code for moment in others for code in languages_left_out(event, (), moment)}
    return [code for code in settings.PRESS_REQUIRED_LANGUAGES if code in missing & {*languages}]


def _moments(editions):
    return {edition.language: edition.published_at for edition in editions}


def _reasons_not_to_publish(
    event, languages, user, at, now, public, notes, is_silent, parity_reason
):
    reasons = reasons_in_any_language(event, user)
    if not languages:
        reasons.append(_("Choose a language at least."))
    taken = _taken_in(event, [event.slug])
    links = links_of(event) if settings.PRESS_ALT_TEXT == "block" else None
    # Only an earlier moment than now can come in between what readers saw.
    last_moments = _last_moments(event, now) if at < now else {}
    for language in languages:
        mine = _reasons_of_text(event, language)
        mine += _reasons_of_alt_text(event, language, links)
        mine += _reasons_of_address(event.slug, language, taken)
        if language in public and not is_silent and not notes.get(language):
            mine.append(_("Say what changed, or mark it as a small correction."))
        if language in last_moments and at < last_moments[language]:
            mine.append(_("An earlier edition began or ended later than that."))
        reasons += [f"{language_name(language)}: {reason}" for reason in mine]
    return reasons + _reasons_of_parity(languages_left_out(event, languages, at), parity_reason)


def _reasons_of_parity(left_out, parity_reason):
    names = {"languages": ", ".join(language_name(language) for language in left_out)}
    if left_out and settings.PRESS_PARITY == "block":
        return [_("It has to be published in %(languages)s too.") % names]
    if left_out and not parity_reason.strip():
        return [_("Say why it is published without %(languages)s.") % names]
    return []


def _why_left_out(parity_reason):
    """The reason as the history tells it, so that nobody takes it for a note to readers."""
    reason = parity_reason.strip()
    return reason and _("Reason for leaving a language out") + f": {reason}"


@transaction.atomic
def publish(
    *,
    event,
    languages,
    user,
    at=None,
    change_notes=None,
    is_silent=False,
    parity_reason="",
    seen_version=None,
):
    """Write an edition of the approved event in each language and return them.

    They are visible from `at` (now, unless told otherwise) and replace what was scheduled; the
    editions before them are visible until then. A correction has a public note by language code in
    `change_notes`, or `is_silent`. All languages or none: raises `Refused` with every reason.
    """
    event = _locked(event)
    languages = list(dict.fromkeys(languages))
    now = timezone.now()
    at = at or now
    notes = {language: note.strip() for language, note in (change_notes or {}).items()}
    public = set(_standing(event, now).values_list("language", flat=True))
    reasons = event.reasons_of_version(seen_version) + _reasons_not_to_publish(
        event, languages, user, at, now, public, notes, is_silent, parity_reason
    )
    if reasons:
        raise Refused(reasons)
    moments = _moments(scheduled_editions(event, now)) if settings.PRESS_REQUIRED_LANGUAGES else {}
    _make_room(event, languages, at, now)
    links = links_of(event)
    corrected = public.intersection(languages)
    editions = [build_edition(event, language, links) for language in languages]
    freeze_mentions(editions)
    for edition in editions:
        edition.published_at = at
        if edition.language in corrected:
            edition.is_silent = is_silent
            edition.change_note = notes.get(edition.language, "")
    _write(event, editions, user)
    left_out = _left_out_meanwhile(event, languages, moments, at)
    if reasons := _reasons_of_parity(left_out, parity_reason):
        raise Refused(reasons)
    event.status = Event.Status.PUBLISHED
    event.step("status")
    if at > now:
        action = Action.SCHEDULED
    elif not corrected:
        action = Action.PUBLISHED
    else:
        action = Action.SILENTLY_CORRECTED if is_silent else Action.CORRECTED
    notes_of_editions = (edition.change_note for edition in editions)
    said = dict.fromkeys([*notes_of_editions, _why_left_out(parity_reason)])
    comment = "\n".join(filter(None, said))
    _record(action, event, user, languages, at, comment)
    Notice.objects.tell(
        Notice.Kind.PUBLISHED, event, user, comment=comment, languages=languages, at=at
    )
    return editions


@transaction.atomic
def approve(*, event, by, **said):
    """`Event.approve`; where the public reads just that already, there is nothing to publish."""
    event.approve(by=by, **said)
    if _is_public_as_it_is(event):
        event.status = Event.Status.PUBLISHED
        event.save(update_fields=["status", "updated_at"])


def _is_public_as_it_is(event):
    """Whether no language has anything for the public that it has not, or will have, anyway."""
    standing = current_editions(event)
    if not standing:
        return False
    scheduled = {edition.language: edition for edition in scheduled_editions(event)}
    newest = {**withdrawn_editions(event), **standing, **scheduled}
    links = links_of(event)
    return all(
        not differs(newest[language], build_edition(event, language, links))
        if language in newest
        else bool(_reasons_of_text(event, language))
        for language in settings.PRESS_LANGUAGES
    )


def differs(edition, working_copy):
    """Whether publishing the working copy would show readers something else."""
    return _compared(edition) != _compared(working_copy)


def _compared(edition):
    # Whom a text names is looked up at each publication: a new entry of the directory alone shall
    # not make every edition look changed. Editions of former times know nothing of the switch.
    content = {"links_names": True, **edition.content}
    content.pop("mentions", None)
    return {name: getattr(edition, name) for name in COMPARED} | {"content": content}


def _locked(event, others=None):
    """The event as it is now, locked, with `others`: always in the same order."""
    wanted = Q(pk=event.pk) | others if others else Q(pk=event.pk)
    locked = Event.objects.select_for_update().filter(wanted).order_by("pk")
    for found in locked:
        if found.pk == event.pk:
            return found
    raise Event.DoesNotExist


def _record(action, event, user, languages, at=None, comment=""):
    HistoryEntry.objects.record(
        action,
        event,
        user,
        version=event.version,
        languages=list(languages),
        effective_at=at,
        comment=comment,
    )


def _standing(event, now):
    """The editions that are visible now."""
    return Edition.objects.visible(now).filter(event=event)


def scheduled_editions(event, now=None):
    """The editions that wait for their moment."""
    return Edition.objects.scheduled(now).filter(event=event)


def _last_moments(event, now):
    """By language code, when what readers saw last began or ended."""
    moments = {}
    seen = event.editions.filter(published_at__lte=now).exclude(
        superseded_at__lte=F("published_at")
    )
    for edition in seen.only("language", "published_at", "superseded_at", "withdrawn_at"):
        ends = [edition.superseded_at, edition.withdrawn_at]
        passed = [moment for moment in ends if moment and moment <= now]
        last = max([edition.published_at, *passed])
        moments[edition.language] = max(last, moments.get(edition.language, last))
    return moments


def _make_room(event, languages, at, now):
    """End the visible editions of some languages at a moment and drop what was scheduled."""
    waiting = scheduled_editions(event, now).filter(language__in=languages)
    waiting.update(superseded_at=F("published_at"))
    _standing(event, now).filter(language__in=languages).update(superseded_at=at)


def _write(event, editions, user):
    """Save new editions under their next numbers, with their links and their words to be found."""
    numbers = event.editions.order_by().values("language").annotate(last=Max("number"))
    last = dict(numbers.values_list("language", "last"))
    for edition in editions:
        edition.number = last.get(edition.language, 0) + 1
        edition.published_by = user
    Edition.objects.bulk_create(editions)
    link_editions(editions)
    index_editions(editions)
    index_photos(EditionPhoto.objects.filter(edition__in=editions))


def _reasons_of_schedule(event, languages, user, waiting):
    reasons = []
    if not user.has_perm("news.publish_event"):
        reasons.append(_("You may not do this."))
    if not languages:
        reasons.append(_("Choose a language at least."))
    reasons += [
        language_name(language) + ": " + _("Nothing is scheduled.")
        for language in languages
        if language not in waiting
    ]
    return reasons


@transaction.atomic
def reschedule(*, event, languages, user, at, parity_reason="", seen_version=None):
    """Move the moment at which scheduled editions become visible, as they were approved.

    A moment that has passed means now. Raises `Refused` with every reason; what is moved apart
    from a required language needs a `parity_reason`, as in `publish`.
    """
    event = _locked(event)
    languages = list(dict.fromkeys(languages))
    now = timezone.now()
    at = max(at, now)
    waiting = {edition.language: edition for edition in scheduled_editions(event, now)}
    reasons = event.reasons_of_version(seen_version)
    reasons += _reasons_of_schedule(event, languages, user, waiting)
    chosen = {language: waiting[language] for language in languages if language in waiting}
    reasons += _reasons_of_frozen_alt_text(chosen)
    if reasons:
        raise Refused(reasons)
    moments = _moments(waiting.values())
    moved = [waiting[language] for language in languages]
    standing = list(_standing(event, now).filter(language__in=languages))
    # What is visible gives way before it is told until when: the two never overlap.
    for edition in standing:
        edition.superseded_at = now
    Edition.objects.bulk_update(standing, ["superseded_at"])
    for edition in moved:
        edition.published_at = at
    Edition.objects.bulk_update(moved, ["published_at"])
    for edition in standing:
        edition.superseded_at = at
    Edition.objects.bulk_update(standing, ["superseded_at"])
    left_out = languages_left_out(event, (), at)
    left_out += _left_out_meanwhile(event, languages, moments, at)
    if reasons := _reasons_of_parity(dict.fromkeys(left_out), parity_reason):
        raise Refused(reasons)
    event.step()
    _record(Action.RESCHEDULED, event, user, languages, at, _why_left_out(parity_reason))
    Notice.objects.tell(Notice.Kind.RESCHEDULED, event, user, languages=languages, at=at)
    return moved


@transaction.atomic
def unschedule(*, event, languages, user, parity_reason="", seen_version=None):
    """Cancel scheduled editions; what is visible stays so. Raises `Refused` with every reason.

    What leaves the rest of a schedule without a required language needs a `parity_reason`.
    """
    event = _locked(event)
    languages = list(dict.fromkeys(languages))
    now = timezone.now()
    waiting = {edition.language: edition for edition in scheduled_editions(event, now)}
    reasons = event.reasons_of_version(seen_version)
    reasons += _reasons_of_schedule(event, languages, user, waiting)
    if reasons:
        raise Refused(reasons)
    scheduled_editions(event, now).filter(language__in=languages).update(
        superseded_at=F("published_at")
    )
    _standing(event, now).filter(language__in=languages).update(superseded_at=None)
    left_out = _left_out_meanwhile(event, languages, _moments(waiting.values()))
    if reasons := _reasons_of_parity(left_out, parity_reason):
        raise Refused(reasons)
    is_anything_left = Edition.objects.current(now).filter(event=event).exists()
    if event.status == Event.Status.PUBLISHED and not is_anything_left:
        was_public = bool(withdrawn_editions(event))
        event.status = Event.Status.WITHDRAWN if was_public else Event.Status.APPROVED
    event.step("status")
    _record(Action.UNSCHEDULED, event, user, languages, comment=_why_left_out(parity_reason))
    Notice.objects.tell(Notice.Kind.UNSCHEDULED, event, user, languages=languages)


@dataclass(frozen=True)
class Links:
    """What an event is linked to, each in its order; the same for all its languages."""

    participations: list
    organizations: list
    photos: list
    photos_in_text: dict  # by id, those that stand in a text alone
    topics: list


def links_of(event):
    """The links of the working copy, read once for all languages."""
    event_photos = event.event_photos.select_related("photo")
    photos = [link.photo for link in event_photos.prefetch_related("photo__photo_people")]
    in_texts = {pk for name in in_languages("body") for pk in photo_ids(getattr(event, name))}
    alone = in_texts - {photo.pk for photo in photos}
    return Links(
        participations=list(event.participations.all()),
        organizations=list(event.event_organizations.all()),
        photos=photos,
        photos_in_text=Photo.objects.prefetch_related("photo_people").in_bulk(alone),
        topics=list(event.topics.all()),
    )


def build_edition(event, language, links=None):
    """The edition that publishing the working copy now would write; not saved."""
    links = links or links_of(event)
    text = event.text_in(language)
    with override(language):
        photos = [frozen_photo(photo, language) for photo in photos_of(links, text["body"])]
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
            "links_names": event.links_names,
            "mentions": [],
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


def freeze_mentions(editions):
    """Find in new editions whom their texts name, where the event wants that linked."""
    for edition in editions:
        if edition.content["links_names"]:
            linked = {
                (kind, entry["id"])
                for kind, entries in ((PERSON, "people"), (ORGANIZATION, "organizations"))
                for entry in edition.content[entries]
            }
            edition.content["mentions"] = first_mentions(edition.body, edition.language, linked)


def photos_of(links, body):
    """The event's photos in their order, then those that stand only in the text."""
    found = links.photos_in_text
    return [*links.photos, *(found[pk] for pk in photo_ids(body) if pk in found)]


def frozen_photo(photo, language):
    """What an edition keeps of a photo in a language."""
    return {
        "id": photo.pk,
        **photo.picture,
        **{
            name: getattr(photo, f"{name}_{language}") or ""
            for name in ("alt_text", "caption", "credit_line")
        },
        "creator": photo.creator,
        "copyright_notice": photo.copyright_notice,
        "people": [
            {
                "id": tag.participant_id,
                "at": None if tag.x is None else [tag.x, tag.y, tag.width, tag.height],
            }
            for tag in photo.photo_people.all()
        ],
    }


def link_editions(editions):
    """Write the ways back from people, organizations, photos and topics to new, saved editions."""
    _link_photos(editions)
    for field, ids_of in (
        (Edition.people.field, people_ids),
        (Edition.organizations.field, organization_ids),
        (Edition.topics.field, _topic_ids),
    ):
        link = field.remote_field.through
        target = f"{field.m2m_reverse_field_name()}_id"
        link.objects.bulk_create(
            link(edition_id=edition.pk, **{target: pk})
            for edition in editions
            for pk in ids_of(edition.content)
        )


def _link_photos(editions):
    links = EditionPhoto.objects.bulk_create(
        EditionPhoto(edition=edition, photo_id=photo["id"], number=number)
        for edition in editions
        for number, photo in enumerate(edition.content["photos"], 1)
    )
    frozen = (photo for edition in editions for photo in edition.content["photos"])
    tag = EditionPhoto.people.through
    tag.objects.bulk_create(
        tag(editionphoto=link, participant_id=person["id"])
        for link, photo in zip(links, frozen, strict=True)
        for person in photo["people"]
    )


def _topic_ids(content):
    return [topic["id"] for topic in content["topics"]]


@transaction.atomic
def withdraw(
    *, event, user, languages=None, reasons=None, redirect_to=None, at=None, seen_version=None
):
    """End the visible and the scheduled editions in some languages; return them.

    `reasons` are public sentences by language code; `redirect_to` is an event whose page readers
    are led to instead. `languages` are those of `reasons` unless told otherwise. Raises `Refused`
    with every reason against it.
    """
    # With where it leads: two that lead to each other must not wait for each other.
    event = _locked(event, Q(pk=redirect_to.pk if redirect_to else None))
    at = at or timezone.now()
    reasons = reasons or {}
    languages = list(dict.fromkeys(reasons if languages is None else languages))
    current = Edition.objects.current(at).filter(event=event)
    withdrawn = list(current.filter(language__in=languages))
    against = event.reasons_of_version(seen_version)
    against += _reasons_not_to_withdraw(event, user, languages, reasons, redirect_to, withdrawn)
    if against:
        raise Refused(against)
    for edition in withdrawn:
        edition.withdrawn_at = at
        edition.withdrawal_reason = reasons.get(edition.language, "").strip()
        edition.redirect_to = redirect_to
        edition.save(update_fields=["withdrawn_at", "withdrawal_reason", "redirect_to"])
    # What nobody approved stays so: withdrawing is no way around the review.
    if event.is_approved and not current.exists():
        event.status = Event.Status.WITHDRAWN
    event.step("status")
    said = dict.fromkeys(edition.withdrawal_reason for edition in withdrawn)
    comment = str(redirect_to) if redirect_to else "\n".join(filter(None, said))
    _record(
        Action.REDIRECTED if redirect_to else Action.WITHDRAWN,
        event,
        user,
        languages,
        at,
        comment,
    )
    Notice.objects.tell(Notice.Kind.WITHDRAWN, event, user, comment=comment, languages=languages)
    return withdrawn


def _reasons_not_to_withdraw(event, user, languages, reasons, redirect_to, withdrawn):
    against = []
    if not user.has_perm("news.withdraw_event"):
        against.append(_("You may not do this."))
    if not languages:
        against.append(_("Choose a language at least."))
    found = {edition.language for edition in withdrawn}
    for language in languages:
        mine = []
        if language not in found:
            mine.append(_("Nothing is public or scheduled."))
        if not redirect_to and not reasons.get(language, "").strip():
            mine.append(_("Give the reason in this language: readers will see it."))
        against += [f"{language_name(language)}: {reason}" for reason in mine]
    if redirect_to == event:
        against.append(_("The event cannot lead to itself."))
    elif redirect_to and not Edition.objects.visible().filter(event=redirect_to).exists():
        against.append(_("The event to which it shall lead is not public."))
    return against


@transaction.atomic
def restore(*, event, languages, user, comment="", seen_version=None):
    """Make public again, as its next edition, what was withdrawn last; return the editions.

    What was withdrawn before its moment waits for that moment again. Raises `Refused` with every
    reason against it.
    """
    # With those who hold one of its old addresses now, so that none takes it meanwhile.
    event = _locked(event, Q(slug__in=event.editions.values("slug")))
    languages = list(dict.fromkeys(languages))
    now = timezone.now()
    gone = withdrawn_editions(event)
    taken = _taken_in(event, [edition.slug for edition in gone.values()])
    reasons = event.reasons_of_version(seen_version)
    if not user.has_perm("news.withdraw_event"):
        reasons.append(_("You may not do this."))
    if not languages:
        reasons.append(_("Choose a language at least."))
    for language in languages:
        if language not in gone:
            reasons.append(language_name(language) + ": " + _("Nothing of it was withdrawn."))
        elif (gone[language].slug, language) in taken:
            sentence = _("Another event is public at this address.")
            reasons.append(f"{language_name(language)}: {sentence}")
    chosen = {language: gone[language] for language in languages if language in gone}
    reasons += _reasons_of_frozen_alt_text(chosen)
    if reasons:
        raise Refused(reasons)
    editions = [gone[language] for language in languages]
    for edition in editions:
        edition.pk = None
        edition._state.adding = True
        edition.published_at = max(edition.published_at, now)
        edition.withdrawn_at = edition.redirect_to = edition.superseded_at = None
        edition.withdrawal_reason = edition.change_note = ""
        edition.is_silent = True  # its words are those that readers knew
    _write(event, editions, user)
    if event.status == Event.Status.WITHDRAWN:
        event.status = Event.Status.PUBLISHED
    event.step("status")
    at = max(edition.published_at for edition in editions)
    _record(Action.RESTORED, event, user, languages, at, comment)
    Notice.objects.tell(
        Notice.Kind.RESTORED, event, user, comment=comment, languages=languages, at=at
    )
    return editions


def withdrawn_editions(event):
    """By language code, what `restore` brings back; nothing where something is public or waits.

    It is what readers saw last or, where they saw nothing, what was scheduled last.
    """

    def age(edition):
        was_seen = edition.withdrawn_at is None or edition.withdrawn_at > edition.published_at
        return was_seen, edition.number

    # What was replaced before anybody saw it does not count.
    editions = event.editions.exclude(superseded_at__lte=F("published_at"))
    newest = {edition.language: edition for edition in sorted(editions, key=age)}
    return {
        language: edition
        for language, edition in newest.items()
        if edition.withdrawn_at is not None
    }


def current_editions(event, at=None):
    """The visible or else the next scheduled edition of each language, by language code."""
    editions = Edition.objects.current(at).filter(event=event)
    order = {code: index for index, code in enumerate(settings.PRESS_LANGUAGES)}
    found = {edition.language: edition for edition in editions.order_by("-published_at")}
    return dict(sorted(found.items(), key=lambda item: order.get(item[0], len(order))))
