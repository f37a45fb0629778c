"""Uploads for which the disk of the server has no room: a sentence instead of an error page."""

import contextlib
import io

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from media.guard import UnreadablePicture, no_room
from media.making import is_disk_full


class LostFile(UploadedFile):
    """An upload that could not be kept; to read it raises `media.guard.UnreadablePicture`."""

    def __init__(self, name, content_type):
        super().__init__(io.BytesIO(), name, content_type, size=0)

    def read(self, *args):
        raise UnreadablePicture(no_room(self.name))


class UploadHandler(TemporaryFileUploadHandler):
    """Keeps uploads in temporary files; of one that does not fit a `LostFile` is left."""

    def new_file(self, *args, **kwargs):
        self.file, self.is_lost = None, False
        with self._losing():
            super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data, start):
        if not self.is_lost:
            with self._losing():
                super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size):
        if not self.is_lost:
            with self._losing():
                return super().file_complete(file_size)
        return LostFile(self.file_name, self.content_type)

    @contextlib.contextmanager
    def _losing(self):
        try:
            yield
        except OSError as error:
            if not is_disk_full(error):
                raise
            self.is_lost = True
            if self.file is not None:
                with contextlib.suppress(OSError):
                    self.file.close()
