from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("Events")

    def ready(self):
        # Not above: it needs the models.
        from news import sign_ins

        sign_ins.connect()
