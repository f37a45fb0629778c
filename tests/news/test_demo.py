import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from news.demo.loading import ACCOUNTS
from news.models import Edition, Event
from organizations.models import Organization
from people.models import Participant

pytestmark = pytest.mark.django_db


def test_demo_shows_every_state_and_loading_twice_changes_nothing(settings, capsys):
    settings.DEMO = True
    call_command("load_demo")
    counts = [
        model.objects.count()
        for model in (Event, Edition, Organization, Participant, get_user_model())
    ]
    assert capsys.readouterr().out.count("zharshy-demo") == 1
    assert set(Event.objects.values_list("status", flat=True)) == {
        "draft",
        "in_review",
        "approved",
        "published",
        "withdrawn",
    }
    assert Edition.objects.filter(withdrawn_at=None, number=1).count() > len(
        Edition.objects.visible()
    )
    for language in ("kk", "ru", "en"):
        first, second = Edition.objects.filter(
            event__slug="houses-of-friendship-meeting", language=language
        ).order_by("number")
        assert first.body != second.body
        assert second.change_note
    assert set(get_user_model().objects.values_list("username", flat=True)) == set(ACCOUNTS)
    call_command("load_demo")
    assert counts == [
        model.objects.count()
        for model in (Event, Edition, Organization, Participant, get_user_model())
    ]


def test_demo_is_not_loaded_on_a_real_site(settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert not get_user_model().objects.exists()
