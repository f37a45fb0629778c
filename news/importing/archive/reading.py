"""What the processes of an archive's import do: read releases and look at their photos."""

import logging
import ntpath
import os
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from media.guard import PictureFacts, UnreadablePicture, guard_picture, guard_size
from news.importing.archive.tree import Group, Source
from news.importing.guard import office_kind
from news.importing.languages import guess_language
from news.importing.office import all_to_docx
from news.importing.reading import read_release
from news.importing.release import Release, UnreadableFile
from news.importing.staging import MAX_PHOTOS

logger = logging.getLogger(__name__)


@dataclass
class Reading:
    """What a file says, or the sentence why it cannot be read.

    The pictures of the release that lie beside it have no data yet but a path in `paths`;
    `facts` are what is known of each picture that can be taken. Both are by the picture's key.
    """

    source: Source
    release: Release | None = None
    language: str = ""
    sentence: str = ""
    paths: dict[str, str] = field(default_factory=dict)
    facts: dict[str, PictureFacts] = field(default_factory=dict)


def read_groups(groups: list[Group], shell_language):
    """The `Reading`s of each release, in its order; LibreOffice is started once for them all."""
    with override(shell_language):
        data = {source: _bytes_of(source) for group in groups for source in group.sources}
        older = [source for source, read in data.items() if office_kind(read or b"")]
        made = all_to_docx([(os.path.basename(source.name), data[source]) for source in older])
        as_docx = dict(zip(older, made, strict=True))
        return [
            [_read(group, source, data[source], as_docx.get(source)) for source in group.sources]
            for group in groups
        ]


def _bytes_of(source):
    try:
        with open(source.path, "rb") as file:
            return file.read()
    except OSError:
        return None


def _read(group, source, data, as_docx):
    name = os.path.basename(source.name)
    if data is None:
        return Reading(source, sentence=_("“%(name)s” cannot be read.") % {"name": name})
    if isinstance(as_docx, UnreadableFile):
        return Reading(source, sentence=str(as_docx))
    try:
        return _look_at(group, source, data, as_docx)
    except UnreadableFile as error:
        return Reading(source, sentence=str(error))
    except Exception:
        # Whatever is wrong with one file of an archive, the others are read.
        logger.exception("Reading %r failed", source.name)
        sentence = _("“%(name)s” cannot be read: an error of the program, which is in its log.")
        return Reading(source, sentence=sentence % {"name": name})


def _look_at(group, source, data, as_docx):
    """The `Reading` of a file. Photos that cannot be taken count as not lying beside it."""
    refused, bad = {}, None
    while bad is None or bad:
        paths = {
            name: path
            for name, path in {**group.shared, **group.own}.items()
            if name not in refused
        }
        # The reader places photos without looking at them: their paths do for their bytes here.
        stand_ins = {name: os.fsencode(path) for name, path in paths.items()}
        name = os.path.basename(source.name)
        reading = Reading(source, read_release(name, data, stand_ins, as_docx=as_docx))
        _leave_others(reading.release, group)
        bad = _look_at_pictures(reading, paths, stand_ins)
        refused |= bad
    warnings = [str(warning) for warning in reading.release.warnings]
    reading.release.warnings = [*warnings, *refused.values()]
    _set_language(reading)
    return reading


def _set_language(reading):
    release, told = reading.release, reading.source.language
    guessed = guess_language(f"{release.title}\n{release.plain_text}")
    reading.language = told or guessed
    if guessed != reading.language:
        release.warnings.append(
            _("The name of the file says “%(language)s”, its text reads like another language.")
            % {"language": told}
        )


def _leave_others(release, group):
    """Take out the photos that lie beside the release but belong to others, or are too many."""
    own = [p for p in release.pictures if p.placed or p.filename in group.own]
    unplaced = sum(not picture.placed for picture in own)
    if unplaced > MAX_PHOTOS:
        own = [picture for picture in own if picture.placed]
        release.warnings.append(
            ngettext(
                "%(count)d photo lies beside, which is too many: only those that the text names "
                "were taken.",
                "%(count)d photos lie beside, which is too many: only those that the text names "
                "were taken.",
                unplaced,
            )
            % {"count": unplaced}
        )
    release.pictures = own


def _look_at_pictures(reading, paths, stand_ins):
    """Guard the pictures; return a sentence for each photo beside that cannot be taken, by name.

    A picture of the document that cannot be taken counts as not supplied.
    """
    bad = {}
    for picture in reading.release.pictures:
        name, data = ntpath.basename(picture.filename), picture.data
        if data is None:
            continue
        path = paths.get(picture.filename) if data is stand_ins.get(picture.filename) else None
        try:
            if path is not None:
                guard_size(name, os.path.getsize(path))
                with open(path, "rb") as file:
                    data = file.read()
                picture.data = None  # who writes the event reads it again
                reading.paths[picture.key] = path
            reading.facts[picture.key] = guard_picture(name, data)
        except (UnreadablePicture, OSError) as error:
            picture.data = None
            sentence = str(error)
            if isinstance(error, OSError):
                sentence = _("“%(name)s” cannot be read.") % {"name": name}
            if path is None:
                reading.release.warnings.append(sentence)
            else:
                bad[picture.filename] = sentence
    return bad
