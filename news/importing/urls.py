from django.contrib import admin
from django.urls import path

from news.importing import views

urlpatterns = [
    path("", admin.site.admin_view(views.new), name="intake_new"),
    path("<int:pk>/", admin.site.admin_view(views.review), name="intake_review"),
    path("<int:pk>/files/", admin.site.admin_view(views.files), name="intake_file"),
    path("<int:pk>/cancel/", admin.site.admin_view(views.cancel), name="intake_cancel"),
    path(
        "<int:pk>/photos/<int:photo_pk>/",
        admin.site.admin_view(views.photo, cacheable=True),
        name="intake_photo",
    ),
]
