"""Addresses: the public site under each language, the admin beside them."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from news import staff
from news.admin.accounts import change_own_password
from news.desk.notices import my_notices
from news.views import photos, site, sitemap

handler403 = "news.views.site.forbidden"
handler404 = "news.views.site.not_found"
handler500 = "news.views.site.server_error"

urlpatterns = [
    path("", site.go_to_language, name="root"),
    path("robots.txt", site.robots, name="robots"),
    path("favicon.ico", site.icon),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap.part, name="sitemap_part"),
    path("media/renditions/<path:name>", photos.rendition, name="rendition"),
    path("admin/language/", staff.set_language, name="set_language"),
    path("admin/password_change/", change_own_password),
    path("admin/notices/", my_notices, name="my_notices"),
    path("admin/news/event/from-file/", include("news.importing.urls")),
    path("admin/", admin.site.urls),
    *i18n_patterns(path("", include("news.urls"))),
]
