from django.urls import re_path

from media import views

urlpatterns = [
    re_path(
        r"^(?P<name>renditions/[0-9a-f]{2}/[0-9a-f]{64}-[0-9]{1,5}\.webp)$",
        views.rendition,
        name="rendition",
    )
]
