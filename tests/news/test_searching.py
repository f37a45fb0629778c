"""The search boxes of the administration."""

import pytest
from lxml import html as lxml_html

from news.models import Event
from news.search.indexing import index_names
from organizations.models import OrganizationName
from people.models import ParticipantName
from tests import factories
from tests.news.desk import signed_in

pytestmark = pytest.mark.django_db


def found(client, page, query):
    response = client.get(f"/admin/{page}/", {"q": query})
    assert response.status_code == 200
    root = lxml_html.fromstring(response.content.decode())
    links = root.xpath("//table[@id='result_list']//a[contains(@href, '/change/')]")
    return sorted(link.text_content().strip() for link in links)


def test_events_are_found_by_any_form_of_their_words_and_names_drafts_too(editor):
    person = factories.ParticipantFactory(
        family_name_ru="Токаев", family_name_kk="Тоқаев", family_name_en="Tokayev"
    )
    index_names(people=[person])
    draft = factories.EventFactory(title_ru="Черновик", body_kk="<p>Достық үйінде</p>", slug="one")
    factories.ParticipationFactory(event=draft, participant=person)
    factories.EventFactory(title_ru="Другое", body_ru="<p>О библиотеках.</p>")
    client = signed_in(editor)
    table = {
        "черновика": ["Черновик"],
        "достык уйи": ["Черновик"],
        "Токаевым": ["Черновик"],
        "Tokayev черновик": ["Черновик"],
        "one": ["Черновик"],
        "библиотека": ["Другое"],
        "токарев": [],
        "--": ["Другое", "Черновик"],
        "": ["Другое", "Черновик"],
    }
    assert {query: found(client, "news/event", query) for query in table} == table
    # What is changed, in whatever way, is found by its new words the next time.
    draft.title_ru = "Переименованное"
    draft.save()
    assert found(client, "news/event", "черновик") == []
    assert found(client, "news/event", "переименованный") == ["Переименованное"]
    Event.objects.exclude(pk=draft.pk).delete()
    assert found(client, "news/event", "библиотека") == []


def test_people_and_organizations_are_found_by_any_form_and_spelling(editor):
    person = factories.ParticipantFactory(
        family_name_ru="Токаев", family_name_kk="Тоқаев", given_name_ru="Ерлан"
    )
    ParticipantName.objects.create(participant=person, language="en", name="Yerlan Tokaev")
    house = factories.OrganizationFactory(name_ru="Дом дружбы", name_kk="Достық үйі")
    OrganizationName.objects.create(organization=house, language="kk", name="ДҮ")
    factories.ParticipantFactory(family_name_ru="Другой")
    index_names(people=[person], organizations=[house])
    client = signed_in(editor)
    for query in ("Токаеву", "тоқаевтың", "токаев ерл", "Tokaev", "Тока", "ока"):
        assert found(client, "people/participant", query) == [str(person)]
    for query in ("домом дружбы", "достык", "ДУ", "Дом друж"):
        assert found(client, "organizations/organization", query) == [str(house)]
    address = "/admin/autocomplete/?app_label=news&model_name=participation&field_name=participant"
    results = client.get(f"{address}&term=Токаевым").json()["results"]
    assert [each["text"] for each in results] == [str(person)]


def test_a_name_saved_in_the_administration_is_found_at_once(
    editor, client, django_capture_on_commit_callbacks
):
    organization = factories.OrganizationFactory(name_ru="Старое имя", name_kk="", name_en="")
    admin = signed_in(editor)
    address = f"/admin/organizations/organization/{organization.pk}/change/"
    root = lxml_html.fromstring(admin.get(address).content)
    form = next(form for form in root.forms if form.get("id") == "organization_form")
    values = dict(form.form_values()) | {"name_ru": "Библиотека"}
    with django_capture_on_commit_callbacks(execute=True):
        assert admin.post(address, values).status_code == 302
    page = client.get("/ru/search/", {"q": "библиотекой"}).content.decode()
    assert f"/ru/organizations/{organization.slug}/" in page
