from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse


def go_to_language(request):
    return HttpResponseRedirect(reverse("home"))


def home(request):
    return HttpResponse("")
