from django.http import HttpResponse


def news(request):
    return HttpResponse("")


def event(request, slug):
    return HttpResponse("")
