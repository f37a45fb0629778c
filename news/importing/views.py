"""Handing in a release, looking at what was found in it, confirming it."""

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from media import unsaved
from media.guard import UnreadablePicture, guard_picture
from media.renditions import make_thumbnail
from news.importing.facts import find_facts
from news.importing.forms import Doubts, Review, Spelling
from news.importing.marking import marked_blocks
from news.importing.reading import kinds_taken
from news.importing.staging import (
    DOCUMENTS,
    PICTURES,
    clear_files,
    discard,
    read_again,
    release_of,
    replace_picture,
    stage,
)
from news.importing.writing import events_like, make_event, missing_pictures, propose
from news.models import Intake, IntakePhoto
from news.new_entries import is_unknown_spelling
from organizations.models import Organization
from people.models import Participant

may_add = permission_required("news.add_event", raise_exception=True)
THUMBNAIL = 480  # pixels on the longer side


def _intake(request, pk):
    """The user's own release; a superuser sees everybody's."""
    intake = get_object_or_404(Intake, pk=pk)
    if intake.created_by_id != request.user.pk and not request.user.is_superuser:
        raise Http404
    return intake


def _page(request, name, title, **context):
    return TemplateResponse(
        request,
        f"admin/intake/{name}.html",
        {**admin.site.each_context(request), "title": title, "is_fullwidth": "1", **context},
    )


def _change_page(event):
    return reverse("admin:news_event_change", args=[event.pk])


@may_add
def new(request):
    """Where a release and its photos are dropped."""
    if request.method == "POST":
        return _hand_in(request, Intake(created_by=request.user))
    waiting = Intake.objects.filter(created_by=request.user, event=None)
    return _page(
        request,
        "new",
        _("New event from a file"),
        waiting=waiting.prefetch_related("photos")[:10],
        **_upload_context(),
    )


@may_add
def files(request, pk):
    """The same for a release of which something is there already."""
    intake = _intake(request, pk)
    if intake.event_id:
        return redirect(_change_page(intake.event))
    if request.method == "POST":
        return _hand_in(request, intake)
    photos = intake.photos.filter(is_from_document=False)
    return _page(
        request,
        "new",
        _("New event from a file"),
        intake=intake,
        photos=photos,
        **_upload_context(),
    )


def _upload_context():
    return {
        "languages": [
            (code, get_language_info(code)["name_local"]) for code in settings.PRESS_LANGUAGES
        ],
        "accept": ",".join([*sorted(DOCUMENTS), *sorted(PICTURES)]),
        "kinds": kinds_taken(),
        "max_photo_mb": settings.PRESS_MAX_PHOTO_MB,
    }


def _hand_in(request, intake):
    language = request.POST.get("language", "")
    uploads = request.FILES.getlist("files")
    if language in settings.PRESS_LANGUAGES:
        intake.language = language
    is_new = intake.pk is None
    intake.save()
    errors = stage(intake, uploads)
    for error in errors:
        messages.error(request, error)
    if not uploads and is_new:
        messages.error(
            request, _("Choose a release (%(kinds)s) and its photos.") % {"kinds": kinds_taken()}
        )
    if not intake.file and not intake.photos.exists():
        intake.delete()
        return redirect("intake_new")
    if not intake.file and not errors:
        messages.warning(
            request,
            _("The photos are kept. Now choose the release (%(kinds)s).")
            % {"kinds": kinds_taken()},
        )
    if errors or not intake.file:
        return redirect("intake_file", intake.pk)
    return redirect("intake_review", intake.pk)


@may_add
def review(request, pk):
    """What was found; confirming it makes the draft."""
    intake = _intake(request, pk)
    if intake.event_id:
        return redirect(_change_page(intake.event))
    if not intake.content:
        return redirect("intake_file", intake.pk)
    if request.method == "POST" and request.POST.get("action") == "language":
        language = request.POST.get("language")
        if language in settings.PRESS_LANGUAGES:
            intake.language = language
            intake.save(update_fields=["language"])
        return redirect("intake_review", intake.pk)
    upload_errors = _take_missing(request, intake) if request.method == "POST" else {}
    release = release_of(intake)
    pictures = [picture.key for picture in release.pictures if picture.data is not None]
    facts = find_facts(release, intake.language)
    doubts = _doubts(release.plain_text, facts)
    if request.method == "POST":
        form = Review(
            _with_new_pictures(request, pictures),
            pictures=pictures,
            user=request.user,
            doubts=doubts,
        )
        if request.POST.get("action") != "upload" and form.is_valid() and not upload_errors:
            return unsaved.tell_saved(request, _confirm(request, intake, form.choices()))
    else:
        form = Review(
            pictures=pictures,
            facts=facts,
            choices=propose(release, facts),
            user=request.user,
            doubts=doubts,
        )
    return _review_page(request, intake, release, facts, form, upload_errors)


def _take_missing(request, intake):
    """Take the photos that were handed in for missing ones: `{key: sentence}` of the refused."""
    errors, is_changed = {}, False
    for picture in intake.content["pictures"]:
        upload = request.FILES.get(f"photo-{picture['key']}")
        if upload is None or picture["photo"]:
            continue
        try:
            replace_picture(intake, picture, upload)
            is_changed = True
        except UnreadablePicture as error:
            errors[picture["key"]] = str(error)
    if is_changed:
        read_again(intake)
    return errors


def _with_new_pictures(request, pictures):
    """What was posted, with the photos that came with it ticked."""
    data = request.POST.copy()
    for key in pictures:
        if f"photo-{key}" in request.FILES and key not in data.getlist("pictures"):
            data.appendlist("pictures", key)
    return data


def _review_page(request, intake, release, facts, form, upload_errors):
    files = {picture["key"]: picture["photo"] for picture in intake.content["pictures"]}
    wanted = form.event["pictures"].value() or []
    pictures = {
        picture.key: {
            "key": picture.key,
            "filename": picture.filename,
            "alt_text": picture.alt_text,
            "placed": picture.placed,
            "photo": files[picture.key] if picture.data is not None else None,
            "is_wanted": picture.key in wanted,
            "error": upload_errors.get(picture.key),
        }
        for picture in release.pictures
    }
    labels = {
        "date": _("date"),
        "place": _("place"),
        "person": _("person"),
        "organization": _("organization"),
    }
    blocks = marked_blocks(release, facts.marks, labels)
    for block in blocks:
        if "picture" in block:
            block["picture"] = pictures[block["picture"]]
    is_bad = request.method == "POST" and (upload_errors or form.has_errors)
    warnings = [*release.warnings, *facts.warnings]
    return _page(
        request,
        "review",
        _("Check the release"),
        intake=intake,
        release=release,
        facts=facts,
        review=form,
        media=form.media,
        pictures=list(pictures.values()),
        blocks=blocks,
        labels=labels,
        warnings=warnings,
        earlier=events_like(intake.checksum, release.title, intake.language),
        venue_key=_venue_key(facts, form),
        languages=_upload_context()["languages"],
        is_bad=is_bad and request.POST.get("action") != "upload",
        kept_text=unsaved.for_form(request, "facts"),
    )


def _venue_key(facts, form):
    """The key of the venue where no row of the organizations has it: marks lead to the field."""
    keys = {row["key"].value() for row in form.organizations}
    return facts.venue.key if facts.venue and facts.venue.key not in keys else ""


def _doubts(text, facts):
    """What of the facts a person must decide: who is meant, and whose spelling is another."""
    people = Participant.objects.prefetch_related("positions", "other_names").in_bulk(
        {pk for fact in facts.people for pk in (*fact.candidates, fact.participant_id) if pk}
        | {pk for pks in facts.near.values() for pk in pks}
    )
    organizations = Organization.objects.in_bulk(
        {pk for fact in facts.organizations for pk in fact.candidates}
    )
    candidates = {
        fact.key: [(str(pk), _who(people[pk])) for pk in sorted(fact.candidates)]
        for fact in facts.people
        if fact.candidates
    }
    candidates |= {
        fact.key: [(str(pk), str(organizations[pk])) for pk in sorted(fact.candidates)]
        for fact in facts.organizations
        if fact.candidates
    }
    near = {key: [(str(pk), _who(people[pk])) for pk in pks] for key, pks in facts.near.items()}
    spellings = {
        fact.key: Spelling(
            fact.spelling,
            fact.approved,
            is_unknown_spelling(people[fact.participant_id], facts.language, fact.spelling),
        )
        for fact in facts.people
        if fact.participant_id and fact.approved
    }
    words = {
        fact.key: text[fact.start : fact.end] for fact in (*facts.people, *facts.organizations)
    }
    return Doubts(candidates, near, words, spellings)


def _who(person):
    """A name with the offices that tell it from others."""
    offices = [office.title for office in person.positions.all()[:2] if office.title]
    return " · ".join([str(person), *offices])


def _confirm(request, intake, choices):
    with transaction.atomic():
        # Whoever confirms twice, with a double click or the back button, finds one event.
        intake = Intake.objects.select_for_update().get(pk=intake.pk)
        if intake.event_id is None:
            release = release_of(intake, with_data=True)
            with intake.file.open() as file:
                origin = (intake.original_filename, file.read())
            intake.event = make_event(
                release=release,
                choices=choices,
                language=intake.language,
                origin=origin,
                user=request.user,
            )
            intake.content = {}
            intake.save(update_fields=["event", "content"])
            transaction.on_commit(lambda: clear_files(intake), robust=True)
            messages.success(request, _("The draft is made. Read it through once more."))
            _tell_missing(request, missing_pictures(release))
    return HttpResponseRedirect(_change_page(intake.event))


def _tell_missing(request, names):
    if names:
        messages.warning(
            request,
            ngettext(
                "The text names a photo that was not handed in: %(names)s.",
                "The text names %(count)d photos that were not handed in: %(names)s.",
                len(names),
            )
            % {"count": len(names), "names": ", ".join(names)},
        )


@require_POST
@may_add
def cancel(request, pk):
    """Throw away what was handed in."""
    intake = _intake(request, pk)
    if intake.event_id:
        return redirect(_change_page(intake.event))
    name = intake.original_filename
    discard(intake)
    messages.info(request, _("“%(name)s” was thrown away.") % {"name": name or _("photos")})
    return redirect("intake_new")


@may_add
def photo(request, pk, photo_pk):
    """A small picture of a photo that waits: originals have no address of their own."""
    intake = _intake(request, pk)
    staged = get_object_or_404(IntakePhoto, pk=photo_pk, intake=intake)
    with staged.file.open() as file:
        data = file.read()
    facts = guard_picture(staged.original_filename, data)
    return HttpResponse(
        make_thumbnail(data, (facts.width, facts.height), THUMBNAIL),
        content_type="image/webp",
        headers={"Cache-Control": "private, max-age=86400"},
    )
