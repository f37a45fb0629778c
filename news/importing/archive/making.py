"""Drafts from a tree of old releases: read in several processes, written one after another.

What was made is known by the checksum of the file that an event keeps, so a run that was broken
off at any moment is begun again and makes the rest. Releases are written in the order of their
names: who is new in one is known in the next.
"""

import datetime as dt
import hashlib
import logging
import os
import re
from dataclasses import dataclass, field

from django.conf import settings
from django.db import DatabaseError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media.guard import UnreadablePicture
from media.making import not_stored
from media.models import Photo
from news.importing.archive.ahead import Reader
from news.importing.archive.tree import (
    Group,
    date_near,
    date_of_name,
    language_rank,
    shown,
    with_checksum,
)
from news.importing.facts import find_facts
from news.importing.release import UnreadableFile
from news.importing.writing import add_text, make_event, propose
from news.models import Event
from people.models import Participant

logger = logging.getLogger(__name__)

MADE, TO_CHECK, ALIKE, THERE, REFUSED, LEFT_OUT = (
    "made", "to check", "alike", "there", "refused", "left out",
)  # fmt: skip
STATUSES = {
    MADE: gettext_lazy("made"),
    TO_CHECK: gettext_lazy("made, to be checked"),
    ALIKE: gettext_lazy("doubted, not made"),
    THERE: gettext_lazy("there already"),
    REFUSED: gettext_lazy("refused"),
    LEFT_OUT: gettext_lazy("left out"),
}
FAR_DAYS = 45  # a date of the text so far from that of the file's name is doubted
INITIAL = re.compile(r"\w\.?")


@dataclass
class Outcome:
    """What became of a file."""

    name: str
    status: str
    reasons: list[str] = field(default_factory=list)
    event_id: int | None = None
    language: str = ""
    title: str = ""
    date: str = ""
    people: int = 0
    organizations: int = 0
    photos: int = 0
    missing: list[str] = field(default_factory=list)


class Archive:
    """An import of an archive: `outcomes()` yields, for each release, what became of its files.

    `end()` lets it stop after the release at hand.
    """

    def __init__(self, tree, *, user=None, language="", workers=1, again=False, dry_run=False):
        self.tree = tree
        self.user = user
        self.language = language
        self.reader = Reader(workers)
        self.again = again
        self.dry_run = dry_run
        self.known = _events_by_checksum()
        self.first_with = {}  # name of the file by checksum
        self.doubles = {}  # name of the first file by the name of another with its bytes
        self.told = {}  # outcome by the name of the file
        self.planned = {}  # in a dry run: name of the file by what makes releases look alike

    @property
    def is_ending(self):
        return self.reader.is_ending

    def end(self):
        self.reader.is_ending = True

    def outcomes(self):
        for name, sentence in self.tree.left_out:
            yield [Outcome(name, LEFT_OUT, [sentence])]
        waiting = []
        for group in self.tree.groups:
            done, group = self._sort_out(group)
            if done:
                yield self._keep(done)
            if group:
                waiting.append(group)
        taken = set()
        for group, readings in self.reader.read(waiting):
            taken |= {path for reading in readings for path in reading.paths.values()}
            yield self._keep(self._write(group, readings))
        if not self.is_ending:
            yield from self._told_of_doubles()
            yield from self._photos_left(taken)

    def _keep(self, outcomes):
        self.told |= {outcome.name: outcome for outcome in outcomes}
        return outcomes

    def _told_of_doubles(self):
        """What became of the first file of those that are the same, became of all."""
        for name, first in self.doubles.items():
            outcome = self.told[first]
            status = THERE if outcome.status in (MADE, TO_CHECK) else outcome.status
            reason = _("The same file as “%(name)s”.") % {"name": first}
            yield [Outcome(name, status, [reason], outcome.event_id)]

    def _photos_left(self, taken):
        """The photos that lie beside several releases and that none of these took."""
        shared = {path for group in self.tree.groups for path in group.shared.values()}
        shared -= {path for group in self.tree.groups for path in group.own.values()}
        for path in sorted(shared - taken):
            # An earlier run may have taken it.
            if not Photo.objects.filter(checksum=_checksum(path)).exists():
                sentence = _("None of the releases beside names the photo “%(name)s”.")
                reason = sentence % {"name": shown(os.path.basename(path))}
                name = shown(os.path.relpath(path, self.tree.root))
                yield [Outcome(name, LEFT_OUT, [reason])]

    # Before anything is read

    def _sort_out(self, group):
        """What is known of the files of a release at once, and what is left to be read."""
        done, left, event_id = [], [], None
        for source in group.sources:
            try:
                source = with_checksum(source)
            except UnreadableFile as error:
                done.append(Outcome(source.name, REFUSED, [str(error)]))
                continue
            first = self.first_with.setdefault(source.checksum, source.name)
            made = self.known.get(source.checksum)
            if first != source.name:
                self.doubles[source.name] = first
            elif made:
                event_id = made
                done.append(Outcome(source.name, THERE, event_id=made))
            else:
                left.append(source)
        if event_id:
            event = Event.objects.get(pk=event_id)
            for source in list(left):
                if source.language and event.text_in(source.language)["title"]:
                    left.remove(source)
                    done.append(Outcome(source.name, THERE, event_id=event_id))
        rest = Group(group.folder, left, group.own, group.shared, event_id)
        return done, rest if left else None

    # Writing

    def _write(self, group, readings):
        """Make the event of a release; what became of each of its files."""
        outcomes, texts = [], {}
        for reading in sorted(readings, key=lambda read: language_rank(read.language)):
            if reason := _why_not(reading):
                outcomes.append(Outcome(reading.source.name, REFUSED, [reason]))
                continue
            if not reading.source.language and self.language:
                reading.language = self.language
            if reading.language in texts:
                outcomes += self._write_texts(group, {reading.language: reading})
            else:
                texts[reading.language] = reading
        if texts:
            outcomes += self._write_texts(group, texts)
        return outcomes

    def _write_texts(self, group, texts):
        try:
            if group.event_id:
                return [self._add(group.event_id, reading) for reading in texts.values()]
            first, *others = texts.values()
            return self._make(first, others)
        except UnreadablePicture as error:
            reason = str(error)
        except OSError as error:
            logger.exception("A file of %r cannot be stored or read", group.sources[0].name)
            reason = not_stored(os.path.basename(group.sources[0].name), error)
        except OperationalError:
            raise  # the database is gone: nothing more can be written
        except (DatabaseError, ValueError):
            logger.exception("The draft of %r cannot be written", group.sources[0].name)
            reason = _("The draft cannot be written: an error of the program, which is in its log.")
        return [Outcome(reading.source.name, REFUSED, [reason]) for reading in texts.values()]

    def _make(self, first, others):
        """Make the event of a release from its first text, and add its other ones."""
        outcome, facts = _look_for_facts(first)
        if not self.again and (reason := self._looks_like(first, facts)):
            return [
                Outcome(reading.source.name, ALIKE, [reason], language=reading.language,
                        title=reading.release.title, date=outcome.date)
                for reading in (first, *others)
            ]  # fmt: skip
        choices = propose(first.release, facts)
        outcome.reasons += _settle_people(choices, first.language)
        outcome.status = TO_CHECK if outcome.reasons else MADE
        outcome.people = len(choices.people)
        outcome.organizations = len(choices.organizations)
        if self.dry_run:
            return [outcome, *(_look_for_facts(other)[0] for other in others)]
        with transaction.atomic():
            event = make_event(
                release=_with_photos(first),
                choices=choices,
                language=first.language,
                origin=_origin(first),
                user=self.user,
            )
            outcomes = [outcome, *(self._add_text(event, other) for other in others)]
        for each in outcomes:
            each.event_id = event.pk
        return outcomes

    def _add(self, event_id, reading):
        """Add a text to the event that was made of its release before, if nobody changed that."""
        event = Event.objects.get(pk=event_id)
        name, language = reading.source.name, reading.language
        if event.text_in(language)["title"]:
            return Outcome(name, THERE, event_id=event_id)
        if event.status != Event.Status.DRAFT or event.version > 1:
            reason = _(
                "Event %(id)s is of the same release and was changed since: add this text by hand."
            )
            return Outcome(
                name, ALIKE, [reason % {"id": event_id}], None, language, reading.release.title
            )
        if self.dry_run:
            return _look_for_facts(reading)[0]
        outcome = self._add_text(event, reading)
        outcome.event_id = event_id
        return outcome

    def _add_text(self, event, reading):
        outcome, facts = _look_for_facts(reading)
        add_text(
            event=event,
            release=_with_photos(reading),
            facts=facts,
            language=reading.language,
            origin=_origin(reading),
            user=self.user,
        )
        return outcome

    def _looks_like(self, reading, facts):
        """What says that an event of the same title, date and language is there; or nothing."""
        date = facts.starts_at and timezone.localdate(facts.starts_at)
        title = reading.release.title[:300]
        if self.dry_run:
            first = self.planned.setdefault((reading.language, title, date), reading.source.name)
            if first != reading.source.name:
                return _("It looks like “%(name)s”.") % {"name": first}
        for event in Event.objects.filter(**{f"title_{reading.language}": title}):
            if date == (event.starts_at and timezone.localdate(event.starts_at)):
                return _("It looks like event %(id)s, which has this title and date.") % {
                    "id": event.pk
                }
        return ""


def _checksum(path):
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _events_by_checksum():
    """The ids of events by the SHA-256 of the file that each was made of."""
    events = Event.objects.exclude(origin="").order_by().values_list("origin", "pk")
    found = ((re.fullmatch(r"releases/../(\w{64})/.*", name), pk) for name, pk in events.iterator())
    return {match[1]: pk for match, pk in found if match}


def _why_not(reading):
    """Why no draft can be made of a file, or nothing."""
    name = {"name": os.path.basename(reading.source.name)}
    if reading.sentence:
        return reading.sentence
    if not reading.release.title:
        return _("“%(name)s” has no title.") % name
    if reading.language not in settings.PRESS_LANGUAGES:
        return _("“%(name)s” is in a language that this site does not have.") % name
    return ""


def _look_for_facts(reading):
    """The `Outcome` of a text that is taken, and its `Facts`."""
    release, name = reading.release, reading.source.name
    facts = find_facts(release, reading.language, near=date_near(name))
    reasons = [str(warning) for warning in [*release.warnings, *facts.warnings]]
    named = date_of_name(name)
    if facts.starts_at is None and named:
        no_date = _("The text gives no full date. Set the date of the event.")
        reasons = [reason for reason in reasons if reason != no_date]
        reasons.append(_("The date is that of the name of the file or folder."))
        facts.starts_at = timezone.make_aware(dt.datetime.combine(named, dt.time()))
    elif named and abs(timezone.localdate(facts.starts_at) - named).days > FAR_DAYS:
        reasons.append(_("The date of the text is far from that of the file's or folder's name."))
    outcome = Outcome(
        name,
        TO_CHECK if reasons else MADE,
        reasons,
        language=reading.language,
        title=release.title,
        date=facts.starts_at and timezone.localdate(facts.starts_at).isoformat() or "",
        photos=len(reading.facts),
        missing=[
            picture.filename for picture in release.pictures if picture.key not in reading.facts
        ],
    )
    return outcome, facts


def _settle_people(choices, language):
    """Take those for new people who are: return a sentence for each who is left out.

    One of whom the text gives but an initial may be anybody, and of namesakes nobody knows which.
    """
    reasons, staying = [], []
    for choice in choices.people:
        name = " ".join(filter(None, [choice.given_name, choice.family_name]))
        if choice.participant_id is None:
            if INITIAL.fullmatch(choice.given_name):
                reasons.append(
                    _("“%(name)s” is in no directory and named by an initial alone: left out.")
                    % {"name": name}
                )
                continue
            namesakes = _people_named(choice, language)
            if len(namesakes) > 1:
                reasons.append(
                    _("There are several people of the name “%(name)s”: left out.") % {"name": name}
                )
                continue
            choice.participant_id = namesakes[0] if namesakes else None
        staying.append(choice)
    choices.people = staying
    return reasons


def _people_named(choice, language):
    """The ids of those in the directory who have exactly the name of a person that seems new."""
    names = ("family_name", "given_name", "patronymic_name")
    same = {f"{name}_{language}": getattr(choice, name) for name in names}
    return list(Participant.objects.filter(**same).values_list("pk", flat=True)[:2])


def _with_photos(reading):
    """The release, with the bytes of the photos that lie beside it."""
    for picture in reading.release.pictures:
        picture.facts = reading.facts.get(picture.key)
        if path := reading.paths.get(picture.key):
            with open(path, "rb") as file:
                picture.data = file.read()
    return reading.release


def _origin(reading):
    with open(reading.source.path, "rb") as file:
        return os.path.basename(reading.source.name), file.read()
