"""Files in a private bucket of an S3-compatible store."""

import contextlib
import shutil
import tempfile

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

CONNECT_TIMEOUT, READ_TIMEOUT = 3, 10  # seconds
IN_MEMORY = 1024 * 1024  # bytes; larger files are read by way of the disk


class BucketStorage(S3Storage):
    """A folder of a private bucket; what its library raises arrives as `OSError`.

    Nobody waits long: a page shows other pictures, and the background tries again.
    """

    def __init__(self, **options):
        # Where an endpoint is named, buckets need no host names of their own there, and it need
        # not know AWS's newest check sums.
        style = "path" if options.get("endpoint_url") else "auto"
        super().__init__(
            client_config=Config(
                connect_timeout=CONNECT_TIMEOUT,
                read_timeout=READ_TIMEOUT,
                retries={"mode": "standard", "total_max_attempts": 2},
                s3={"addressing_style": style},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
            # No threads of its own for the parts of a file: ours are many enough.
            transfer_config=TransferConfig(use_threads=False),
            **options,
        )

    @property
    def bucket(self):
        """The bucket by this thread's connection: they may not be shared."""
        return self.connection.Bucket(self.bucket_name)

    def _open(self, name, mode="rb"):
        if mode != "rb":
            raise ValueError("Files of a bucket are written whole, by save().")
        key = self._normalize_name(clean_name(name))
        file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller's
        # One request, whose answer tells a lost file from a lost bucket, as HEAD would not.
        try:
            with _told_as_os_error():
                answer = self.bucket.Object(key).get()
                shutil.copyfileobj(answer["Body"], file)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return File(file, name)

    def _save(self, name, content):
        with _told_as_os_error():
            return super()._save(name, content)

    def delete(self, name):
        with _told_as_os_error():
            super().delete(name)

    def exists(self, name):
        with _told_as_os_error():
            return super().exists(name)

    def size(self, name):
        with _told_as_os_error():
            return super().size(name)

    def get_modified_time(self, name):
        with _told_as_os_error():
            return super().get_modified_time(name)

    def listdir(self, name):
        with _told_as_os_error():
            return super().listdir(name)

    def url(self, name, *args, **kwargs):
        raise NotImplementedError("Nobody is sent to the bucket: views hand its files out.")


@contextlib.contextmanager
def _told_as_os_error():
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        answer = getattr(error, "response", None) or {}  # None where none came in time
        if answer.get("Error", {}).get("Code") == "NoSuchKey":
            raise FileNotFoundError(str(error)) from error
        raise OSError(f"The bucket: {error}") from error
