"""Folders in which a file is there whole or not at all."""

import contextlib
import os
import tempfile

from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """A folder whose files appear under their names when their last byte is written.

    What a full disk or a killed process leaves half-written has no name that anybody asks for.
    """

    def _save(self, name, content):
        folder = os.path.dirname(self.path(name))
        os.makedirs(folder, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=folder, prefix=".unfinished-")
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
            if self.file_permissions_mode is not None:
                os.chmod(unfinished, self.file_permissions_mode)
            return self._give_name(unfinished, name)
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.remove(unfinished)

    def _give_name(self, unfinished, name):
        """The name under which the finished file stands: another one where it is taken just now."""
        if self._allow_overwrite:
            os.replace(unfinished, self.path(name))
            return name
        while True:
            try:
                os.link(unfinished, self.path(name))
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                return name
