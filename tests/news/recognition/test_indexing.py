"""The index of names follows the directory."""

import threading

import pytest
from django.db import connection

from news.models import NameForm
from news.recognition.finding import find_mentions
from news.recognition.indexing import index_people, refresh_names
from organizations.models import Organization
from people.models import Participant
from tests.factories import OrganizationFactory
from tests.news.desk import save, signed_in
from tests.news.recognition.test_names import organization, person


def forms(**entry):
    return set(NameForm.objects.filter(**entry).values_list("language", "part", "form"))


@pytest.mark.django_db
def test_forms_follow_the_entry():
    one = person(family="Салжанов", given="Ильяс")
    refresh_names()
    assert ("ru", "family", "салжановым") in forms(participant=one)
    one.family_name_ru = "Прокопенко"
    one.save()
    refresh_names()
    assert ("ru", "family", "салжановым") not in forms(participant=one)
    assert [found.id for found in find_mentions("И. Прокопенко", "ru")] == [one.pk]
    one.delete()
    assert not NameForm.objects.exists()


@pytest.mark.django_db
def test_only_what_changed_is_indexed_anew():
    one, other = person(family="Салжанов", given="Ильяс"), person(family="Вебер", given="Виктор")
    refresh_names()
    before = set(NameForm.objects.filter(participant=other).values_list("pk", flat=True))
    one.save()
    refresh_names()
    assert set(NameForm.objects.filter(participant=other).values_list("pk", flat=True)) == before
    index_people(Participant.objects.all())
    assert before.isdisjoint(NameForm.objects.values_list("pk", flat=True))


@pytest.mark.django_db
def test_organization_is_indexed_by_the_word_that_few_names_have():
    one = organization(name="Министерство культуры Республики Казахстан", short_name="МК")
    refresh_names()
    found = forms(organization=one)
    assert {("ru", "organization", "культурой"), ("ru", "abbreviation", "мк")} <= found
    assert not {("ru", "organization", "министерство"), ("ru", "organization", "рк")} & found


@pytest.mark.django_db
def test_nothing_to_do_costs_one_query(django_assert_num_queries):
    person(family="Салжанов", given="Ильяс")
    refresh_names()
    with django_assert_num_queries(1):
        refresh_names()


@pytest.mark.django_db
def test_saving_in_the_admin_indexes(editor, django_capture_on_commit_callbacks):
    one = OrganizationFactory()
    with django_capture_on_commit_callbacks(execute=True):
        save(
            signed_in(editor),
            f"/admin/organizations/organization/{one.pk}/change/",
            short_name_ru="АНК",
        )
    assert ("ru", "abbreviation", "анк") in forms(organization=one)


@pytest.mark.django_db(transaction=True)
def test_indexing_at_the_same_time_leaves_no_doubles():
    for number in range(3):
        person(family=f"Салжанов{'абв'[number]}", given="Ильяс")
        organization(name="Дом дружбы")

    def work():
        refresh_names()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = list(
        NameForm.objects.values_list("language", "part", "form", "participant", "organization")
    )
    assert len(rows) == len(set(rows)) > 0
    for model in (Participant, Organization):
        assert not model.objects.filter(names_indexed_at=None).exists()
