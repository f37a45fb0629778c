from django.http import HttpResponse


def people(request):
    return HttpResponse("")


def person(request, slug):
    return HttpResponse("")


def organizations(request):
    return HttpResponse("")


def organization(request, slug):
    return HttpResponse("")
