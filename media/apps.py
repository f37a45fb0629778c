from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from pi_heif import register_heif_opener


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = _("Pictures")

    def ready(self):
        register_heif_opener(thumbnails=False)  # Pillow itself knows no HEIC
