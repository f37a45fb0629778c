"""The public site's addresses, under the language."""

from django.urls import path

from news.views import directory, downloads, events, library, preview, search, site

urlpatterns = [
    path("", site.home, name="home"),
    path("news/", events.news, name="news"),
    path("news/<slug:slug>/", events.event, name="event"),
    path("news/<slug:slug>/photos.zip", downloads.photos, name="event_photos"),
    path("news/<slug:slug>/photos/<str:name>", downloads.photo, name="event_photo"),
    path("photos/", library.photos, name="photos"),
    path("preview/<str:token>/", preview.shared, name="preview"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="search_suggest"),
    path("people/", directory.people, name="people"),
    path("people/<slug:slug>/", directory.person, name="person"),
    path("organizations/", directory.organizations, name="organizations"),
    path("organizations/<slug:slug>/", directory.organization, name="organization"),
]
