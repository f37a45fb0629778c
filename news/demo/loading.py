"""Puts the demo content, which stands beside this file, into the database."""

import datetime as dt
import tomllib
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from media.library import add_photo
from news.body import sanitize_body
from news.desk.snapshots import differences, snapshot
from news.models import Event, EventOrganization, EventPhoto, Participation, StaffProfile, Topic
from news.publishing import publish, withdraw
from news.recognition.indexing import refresh_names
from organizations.models import Organization, OrganizationName
from people.models import Participant, ParticipantName, PhotoPerson, Position

FOLDER = Path(__file__).parent
PASSWORD = "zharshy-demo"  # noqa: S105 - known to all, exists only in the demo

# name -> (first and last name, group, language of the administration, languages to translate into)
ACCOUNTS = {
    "editor": (("Айгерим", "Сапарова"), "Editors", "ru", []),
    "publisher": (("Марат", "Исенов"), "Publishers", "ru", []),
    "publisher_kk": (("Гүлнәр", "Әбенова"), "Publishers", "kk", []),
    "translator_kk": (("Нұрлан", "Жүсіпов"), "Translators", "kk", ["kk"]),
    "translator_en": (("Anna", "Lee"), "Translators", "en", ["en"]),
    "photo_editor": (("Тимур", "Рахимов"), "Photo editors", "ru", []),
    "admin": (("", ""), None, "en", []),
}


def load_accounts():
    """The demo's accounts, by name."""
    users = {}
    for name, ((first_name, last_name), group, language, translates_into) in ACCOUNTS.items():
        user, is_new = get_user_model().objects.get_or_create(
            username=name,
            defaults={
                "first_name": first_name,
                "last_name": last_name,
                "is_staff": True,
                "is_superuser": group is None,
            },
        )
        if is_new:
            user.set_password(PASSWORD)
            user.save()
            StaffProfile.objects.create(
                user=user, language=language, translates_into=translates_into
            )
        if group:
            user.groups.add(Group.objects.get(name=group))
        users[name] = user
    return users


def give_addresses():
    """E-mail addresses for the demo's accounts: notices of what they do from now on get sent."""
    for user in get_user_model().objects.filter(username__in=ACCOUNTS, email=""):
        user.email = f"{user.username}@example.org"
        user.save(update_fields=["email"])


@transaction.atomic
def load_content(editor, publisher):
    """The demo's directory and events; what is there already stays as it is."""
    entries = _read("photos.toml")["photo"]
    photos = {
        entry["file"]: add_photo(
            filename=entry["file"],
            data=(FOLDER / "photos" / entry["file"]).read_bytes(),
            **_without(entry, "file", "people"),
        )[0]
        for entry in entries
    }
    topics = {
        entry["slug"]: Topic.objects.get_or_create(slug=entry["slug"], defaults=_without(entry))[0]
        for entry in _read("topics.toml")["topic"]
    }
    organizations = _load_organizations(_read("organizations.toml")["organization"])
    people = {
        entry["slug"]: _load_person(entry, organizations, photos)
        for entry in _read("people.toml")["person"]
    }
    for entry in entries:
        for position, link in enumerate(entry.get("people", [])):
            PhotoPerson.objects.get_or_create(
                photo=photos[entry["file"]],
                participant=people[link["slug"]],
                defaults={"position": position, **_without(link, "slug")},
            )
    for file in sorted((FOLDER / "events").glob("*.toml")):
        entry = tomllib.loads(file.read_text())
        if not Event.objects.filter(slug=entry["slug"]).exists():
            _load_event(entry, topics, organizations, people, photos, editor, publisher)
    refresh_names()


def _load_organizations(entries):
    organizations = {}
    for entry in entries:
        organization, is_new = Organization.objects.get_or_create(
            slug=entry["slug"], defaults=_without(entry, "parent", "other_names")
        )
        if is_new:
            for name in entry.get("other_names", []):
                OrganizationName.objects.create(organization=organization, **name)
        organizations[entry["slug"]] = organization
    for entry in entries:
        if "parent" in entry:
            Organization.objects.filter(slug=entry["slug"], parent=None).update(
                parent=organizations[entry["parent"]]
            )
    return organizations


def _load_person(entry, organizations, photos):
    fields = _without(entry, "portrait", "other_names", "positions")
    person, is_new = Participant.objects.get_or_create(
        slug=entry["slug"], defaults={**fields, "portrait": photos.get(entry.get("portrait"))}
    )
    if is_new:
        for name in entry.get("other_names", []):
            ParticipantName.objects.create(participant=person, **name)
        for position in entry.get("positions", []):
            Position.objects.create(
                participant=person,
                organization=organizations[position["organization"]],
                **_without(position, "organization"),
            )
    return person


def _load_event(entry, topics, organizations, people, photos, editor, publisher):
    texts = {
        f"{name}_{language}": _with_pictures(text, photos) if name == "body" else text
        for language in settings.PRESS_LANGUAGES
        for name, text in entry.get(language, {}).items()
    }
    event = Event.objects.create(
        slug=entry["slug"],
        kind=entry["kind"],
        source_language=entry["source_language"],
        created_by=editor,
        edited_by=editor,
        starts_at=entry["starts_at"],
        ends_at=entry.get("ends_at"),
        venue=organizations.get(entry.get("venue")),
        **texts,
    )
    event.topics.set(topics[slug] for slug in entry["topics"])
    for position, link in enumerate(entry.get("people", [])):
        Participation.objects.create(
            event=event,
            participant=people[link["slug"]],
            organization=organizations.get(link.get("organization")),
            position=position,
            **_without(link, "slug", "organization"),
        )
    for position, link in enumerate(entry.get("organizations", [])):
        EventOrganization.objects.create(
            event=event,
            organization=organizations[link["slug"]],
            part=link["part"],
            position=position,
        )
    for position, file in enumerate(entry.get("photos", [])):
        EventPhoto.objects.create(event=event, photo=photos[file], position=position)
    _bring_to_state(event, entry, editor, publisher)


def _bring_to_state(event, entry, editor, publisher):
    if entry["state"] == "draft":
        return
    event.submit(by=editor)
    if entry["state"] == "sent_back":
        event.send_back(by=publisher, comment=entry["comment"])
        return
    if is_forced := entry.get("is_forced", False):
        event.edited(publisher)
    event.approve(by=publisher, force=is_forced)
    if entry["state"] == "approved":
        return
    at = (event.ends_at or event.starts_at) + dt.timedelta(hours=2)
    if entry["state"] == "scheduled":
        at = timezone.now() + dt.timedelta(days=30)
    languages = [code for code in entry["publish"] if code in settings.PRESS_LANGUAGES]
    corrections = {code: entry.get("correction", {}).get(code) for code in languages}
    if any(corrections.values()):
        _publish_with_an_error(event, corrections, editor, publisher, at)
        at += dt.timedelta(days=1)
    notes = {code: found["note"] for code, found in corrections.items() if found}
    publish(event=event, languages=languages, user=publisher, at=at, change_notes=notes)
    if entry["state"] == "withdrawn":
        leads_to = entry.get("redirect_to")
        withdraw(
            event=event,
            user=publisher,
            languages=languages,
            reasons={code: entry.get(f"withdrawal_reason_{code}", "") for code in languages},
            redirect_to=leads_to and Event.objects.get(slug=leads_to),
            at=at + dt.timedelta(days=1),
        )
    if changed := entry.get("changed_since"):
        event.refresh_from_db()
        before = snapshot(event)
        for name, text in changed.items():
            setattr(event, name, text)
        event.save()
        event.edited(editor, differences(before, snapshot(event)))


def _publish_with_an_error(event, corrections, editor, publisher, at):
    """Publish what was wrong first; then the event is mended, and approved again."""
    right = {f"body_{code}": getattr(event, f"body_{code}") for code in corrections}
    for code, found in corrections.items():
        right_words, wrong_words = map(sanitize_body, (found["right"], found["wrong"]))
        wrong = right[f"body_{code}"].replace(_inside(right_words), _inside(wrong_words))
        setattr(event, f"body_{code}", wrong)
    event.save()
    publish(event=event, languages=list(corrections), user=publisher, at=at)
    event.refresh_from_db()
    before = snapshot(event)
    for name, body in right.items():
        setattr(event, name, body)
    event.save()
    event.edited(editor, differences(before, snapshot(event)))
    event.approve(by=publisher)


def _inside(body):
    """A sentence as it stands in a clean body, without the paragraph around it."""
    return body.removeprefix("<p>").removesuffix("</p>")


def _with_pictures(body, photos):
    for file, photo in photos.items():
        body = body.replace(f"{{photo:{file}}}", f'<figure data-photo="{photo.pk}"></figure>')
    return body


def _read(name):
    return tomllib.loads((FOLDER / name).read_text())


def _without(entry, *names):
    """The entry's other fields, in the languages of the site."""
    absent = tuple(
        f"_{code}" for code in settings.LANGUAGE_NAMES if code not in settings.PRESS_LANGUAGES
    )
    return {
        name: value
        for name, value in entry.items()
        if name not in names and not name.endswith(absent)
    }
