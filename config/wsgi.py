"""What a WSGI server runs: `granian --interface wsgi config.wsgi:application`."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# What is loaded by now stays: the collector need not go through it again and again.
gc.collect()
gc.freeze()

# Not above: what works beside the pages is made of models, which are there when the application is.
if settings.SEND_NOTICES_IN_PROCESS:
    from news.desk.sending import sender

    sender.start()
if settings.MAKE_RENDITIONS_IN_PROCESS:
    from media.making import maker

    maker.start()
