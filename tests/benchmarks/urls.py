"""The project's addresses and two to compare them with, behind the same middleware."""

from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.urls import path

from config.urls import handler403, handler404, handler500, urlpatterns

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]


def constant(request):
    return HttpResponse("Hello")


def one_row(request):
    return HttpResponse(Group.objects.get(name="Publishers").name)


urlpatterns = [path("constant/", constant), path("one-row/", one_row), *urlpatterns]
