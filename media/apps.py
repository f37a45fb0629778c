from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from pi_heif import register_heif_opener
from PIL import Image


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = _("Pictures")

    def ready(self):
        register_heif_opener(thumbnails=False)  # Pillow itself knows no HEIC
        # Pillow has a limit of its own, which warns at pictures that ours lets in.
        Image.MAX_IMAGE_PIXELS = settings.PRESS_MAX_PHOTO_MEGAPIXELS * 1_000_000
