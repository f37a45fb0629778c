from django.urls import path

from news import views

urlpatterns = [
    path("", views.home, name="home"),
    path("news/<slug:slug>/", views.event, name="event"),
]
