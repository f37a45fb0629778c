"""The forms of people and organizations say what a change of a name does."""

import pytest

from tests import factories
from tests.news.desk import signed_in

pytestmark = pytest.mark.django_db

PAGES = {"person": "people/participant", "organization": "organizations/organization"}


def naming(kind, **fields):
    """An event and the person or the organization that it names."""
    event = factories.trilingual(**fields)
    if kind == "person":
        return event, factories.ParticipationFactory(event=event).participant
    return event, factories.EventOrganizationFactory(event=event).organization


def form(user, kind, entry):
    return signed_in(user).get(f"/admin/{PAGES[kind]}/{entry.pk}/change/").content.decode()


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        (["ru"], "Named on 1 public page: a change of the name is public at once."),
        (["kk", "ru"], "Named on 2 public pages: a change of the name is public at once."),
    ],
)
@pytest.mark.parametrize("kind", PAGES)
def test_a_name_on_public_pages_is_said_to_be_public_at_once(kind, languages, said, editor):
    event, entry = naming(kind)
    assert "is public at once" not in form(editor, kind, entry)
    factories.published(event, languages)
    assert said in form(editor, kind, entry)


@pytest.mark.parametrize("kind", PAGES)
def test_who_only_reads_is_not_warned(kind, photo_editor):
    event, entry = naming(kind)
    factories.published(event)
    shown = form(photo_editor, kind, entry)
    assert entry.slug in shown
    assert "is public at once" not in shown
