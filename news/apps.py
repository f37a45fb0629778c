from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("Events")

    def ready(self):
        # Not above: it needs the models.
        from news import checks, sign_ins

        sign_ins.connect()
        register(checks.unknown_names)
