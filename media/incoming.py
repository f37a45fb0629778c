"""Files that were handed in, photos or ZIP files of photos: each photo gets its own answer."""

from typing import NamedTuple

from media.archives import is_archive, photos_in
from media.guard import UnreadablePicture, guard_size
from media.library import add_photo, short_name
from media.models import Photo


class Taken(NamedTuple):
    """What became of a photo; one that was refused is None, and the sentence says why."""

    name: str
    photo: Photo | None = None
    is_new: bool = False
    sentence: str = ""

    @property
    def outcome(self):
        """Whether it was `added`, `known` already or `refused`."""
        if self.photo is None:
            return "refused"
        return "added" if self.is_new else "known"


def take_file(*, file, name, size, added_by=None, since=None, record=None, **fields):
    """Yield a `Taken` for the photo in an open file, or for each one in a ZIP file.

    `size` is the file's in bytes. `since` is when the sender tried first and got no answer: what
    they added from then on counts as new. The others are as for `media.library.add_photo`.
    """
    try:
        for photo_name, read in _contents(file, name, size):
            shown = short_name(photo_name)
            try:
                photo, is_new = add_photo(
                    filename=photo_name, data=read(), added_by=added_by, record=record, **fields
                )
            except UnreadablePicture as reason:
                yield Taken(shown, sentence=str(reason))
            else:
                yield Taken(shown, photo, is_new or _is_just_added(photo, added_by, since))
    except UnreadablePicture as reason:
        yield Taken(short_name(name), sentence=str(reason))


def _contents(file, name, size):
    if is_archive(file):
        yield from photos_in(file, short_name(name), size)
    else:
        guard_size(short_name(name), size)
        yield name, file.read


def _is_just_added(photo, user, since):
    return bool(since and user and photo.added_by_id == user.pk and photo.created_at >= since)
