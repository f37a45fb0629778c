"""What lies in a tree of old releases: which files are releases, and which photos lie by each."""

import hashlib
import os
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from news.importing.office import EXTENSIONS
from news.importing.reading import guard_size, kinds_taken, plain_name
from news.importing.release import UnreadableFile
from news.importing.staging import PICTURES
from news.recognition.dates import find_dates

RELEASES = {".docx", ".txt", ".text", *EXTENSIONS}
PHOTO_FOLDERS = {
    "photo", "photos", "foto", "pictures", "images", "img", "фото", "фотографии", "сурет",
    "суреттер", "фотосуреттер",
}  # fmt: skip
DEBRIS = {"thumbs.db", "desktop.ini", "__macosx", "@eadir"}  # of systems; what begins with . too
LANGUAGES = {
    "ru": "ru", "rus": "ru", "рус": "ru", "kk": "kk", "kz": "kk", "kaz": "kk", "qaz": "kk",
    "каз": "kk", "қаз": "kk", "en": "en", "eng": "en", "анг": "en", "англ": "en",
}  # fmt: skip
LANGUAGE_ENDING = re.compile(
    rf"(?:(?P<stem>.+?)(?:[\s_.-]+\(?|\())?(?P<language>{'|'.join(LANGUAGES)})\)?", re.IGNORECASE
)
YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_. ]?([01]\d)[-_. ]?([0-3]\d)(?!\d)")
DAY_FIRST = re.compile(r"(?<!\d)([0-3]?\d)[-_. ]([01]?\d)[-_. ]((?:19|20)\d\d)(?!\d)")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class Source:
    """A file that is taken for a release; `name` is its path in the tree, for people.

    `language` is what the end of the file's name says, or empty.
    """

    path: str
    name: str
    language: str = ""
    checksum: str = ""
    size: int = 0  # bytes


@dataclass
class Group:
    """A release: one file, or one in each of several languages, and the photos beside.

    Of `own` every photo belongs to it, of `shared` those that the text names: paths by name.
    `event_id` is the event that one of its files was made to before.
    """

    folder: str
    sources: list[Source]
    own: dict[str, str] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    event_id: int | None = None


@dataclass
class Tree:
    """The releases of a tree in their order, and each file that is none: `(name, sentence)`."""

    root: str
    groups: list[Group] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def look_through(root):
    """The `Tree` of a folder; nothing is opened yet."""
    root = os.path.realpath(root)
    tree = Tree(root)
    releases, pictures = defaultdict(list), defaultdict(list)

    def leave_out(path, sentence):
        name = shown(os.path.relpath(path, root))
        words = {"name": shown(os.path.basename(path)), "kinds": kinds_taken()}
        tree.left_out.append((name, sentence % words))

    def unreadable(error):
        leave_out(error.filename, _("“%(name)s” cannot be read."))

    for place, folders, names in os.walk(root, onerror=unreadable):
        for name in sorted(folders):
            path = os.path.join(place, name)
            if _is_debris(name):
                leave_out(path, _("“%(name)s” is what a program or a system left behind."))
                folders.remove(name)
            elif os.path.islink(path):
                leave_out(path, _("“%(name)s” is a link to a folder: links are not followed."))
        folders.sort()
        for name in sorted(names):
            path = os.path.join(place, name)
            ending = os.path.splitext(name)[1].lower()
            if sentence := _why_not(path, root, ending):
                leave_out(path, sentence)
            elif ending in PICTURES:
                pictures[place].append(path)
            else:
                releases[place].append(path)
    _take_out_notes(releases, root, leave_out)
    for place, paths in sorted(releases.items()):
        tree.groups += _groups(place, paths, root)
    _lay_beside(tree.groups, releases, pictures, root, leave_out)
    return tree


def _is_debris(name):
    return name.startswith((".", "~$")) or name.casefold() in DEBRIS


def _why_not(path, root, ending):
    """Why a file is neither a release nor a photo, or an empty string."""
    if _is_debris(os.path.basename(path)):
        return _("“%(name)s” is what a program or a system left behind.")
    if not os.path.realpath(path).startswith(root + os.sep):
        return _("“%(name)s” leads out of the folder.")
    if not os.path.isfile(path):  # a pipe, a device, a link to nothing
        return _("“%(name)s” is not a regular file.")
    if ending not in RELEASES and ending not in PICTURES:
        return _(
            "“%(name)s” is neither a release (%(kinds)s) nor a photo (JPEG, PNG, WebP, HEIC, "
            "AVIF, TIFF)."
        )
    return ""


def _take_out_notes(releases, root, leave_out):
    """Texts in a folder of photos beside releases are notes on the photos."""
    for place in list(releases):
        if _home(place, releases.keys() - {place}, root) is None:
            continue
        for path in list(releases[place]):
            if path.lower().endswith((".txt", ".text")):
                releases[place].remove(path)
                leave_out(
                    path,
                    _(
                        "“%(name)s” lies among photos and is taken for a note on them. If it is a "
                        "release, put it into the folder above."
                    ),
                )
        if not releases[place]:
            del releases[place]


def _home(place, with_releases, root):
    """The folder with releases by which a folder of photos lies, or None where it is no such."""
    while place != root:
        parent, name = os.path.split(place)
        if parent in with_releases and name.casefold() in PHOTO_FOLDERS:
            return parent
        place = parent
    return None


def _groups(place, paths, root):
    """The releases of a folder: files whose names differ in the language alone are one."""
    alike = defaultdict(list)
    for path in paths:
        stem, language = _parts(path)
        relative = shown(os.path.relpath(path, root))
        alike[stem].append(Source(path, relative, language))
    groups = []
    for sources in alike.values():
        together = {}
        if any(source.language for source in sources):
            for source in sources:
                together.setdefault(source.language, source)
        alone = [source for source in sources if source not in together.values()]
        if together:
            groups.append(Group(place, list(together.values())))
        groups += [Group(place, [source]) for source in alone]
    return sorted(groups, key=lambda group: group.sources[0].name)


def _parts(path):
    """The stem of a file's name without a language at its end, and that language's code."""
    stem = plain_name(os.path.splitext(shown(os.path.basename(path)))[0])
    found = LANGUAGE_ENDING.fullmatch(stem)
    if not found:
        return stem, ""
    return (found["stem"] or "").strip(" .-"), LANGUAGES[found["language"]]


def _lay_beside(groups, releases, pictures, root, leave_out):
    """Give each release of a folder the photos that lie by it."""
    of_folder = defaultdict(list)
    for group in groups:
        of_folder[group.folder].append(group)
    for place, paths in sorted(pictures.items()):
        named = _named_like(place, of_folder)
        home = place if place in releases else _home(place, releases.keys(), root)
        if named:
            named.own.update(_by_name(paths, named.folder))
            continue
        if home is None:
            for path in paths:
                leave_out(path, _("No release lies beside the photo “%(name)s”."))
            continue
        beside = of_folder[home]
        for group in beside:
            for name, path in _by_name(paths, home).items():
                is_own = len(beside) == 1 or any(
                    _begins_with(name, _parts(source.path)[0]) for source in group.sources
                )
                (group.own if is_own else group.shared)[name] = path


def _named_like(place, of_folder):
    """The release after which a folder is named, if it lies beside one and holds none itself."""
    parent, name = os.path.split(place)
    if place in of_folder:
        return None
    for group in of_folder.get(parent, ()):
        stems = {plain_name(os.path.splitext(source.name)[0]) for source in group.sources}
        if plain_name(shown(name)) in stems | {_parts(group.sources[0].path)[0]}:
            return group
    return None


def _by_name(paths, folder):
    return {shown(os.path.relpath(path, folder)): path for path in paths}


def _begins_with(name, stem):
    """Whether a photo's name is the release's, with or without more behind it."""
    name = plain_name(os.path.splitext(name)[0])
    rest = name[len(stem) :]
    return bool(stem) and name.startswith(stem) and not re.match(r"\w", rest)


def shown(name):
    """A file's name as people read it; old disks have names in code pages of DOS and Windows."""
    raw = os.fsencode(name)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        # DOS has its small letters where Windows has signs that no name holds.
        encoding = "cp866" if re.search(rb"[\x80-\xaf]", raw) else "cp1251"
        return raw.decode(encoding, errors="replace")


def with_checksum(source):
    """The source with its SHA-256. Raises `UnreadableFile` with a sentence for the user."""
    name = os.path.basename(source.name)
    try:
        size = os.path.getsize(source.path)
        guard_size(name, size)
        with open(source.path, "rb") as file:
            checksum = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise UnreadableFile(_("“%(name)s” cannot be read.") % {"name": name}) from None
    return Source(source.path, source.name, source.language, checksum, size)


def date_of_name(name):
    """The date in the name of a file or of a folder that it is in, the nearest first; else None."""
    for part in reversed(os.path.splitext(name)[0].split("/")):
        part = YEAR_FIRST.sub(r"\1-\2-\3", DAY_FIRST.sub(r"\1.\2.\3", part))
        dates = [found.date for found in find_dates(part.replace("_", " ")) if found.date]
        if dates:
            return dates[0]
    return None


def date_near(name):
    """A date that tells the year of a release, from the names of its file and folders; or None."""
    if found := date_of_name(name):
        return found
    years = YEAR.findall(name)
    return date(int(years[-1]), 7, 1) if years else None


def language_rank(code):
    """Which text of a release is the source: the site's source language, then its own order."""
    order = [settings.PRESS_SOURCE_LANGUAGE, *settings.PRESS_LANGUAGES]
    return order.index(code) if code in order else len(order)
