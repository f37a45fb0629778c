"""The pages of export and import of the directory."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html as lxml_html

from media.models import originals
from news.admin.exchange import MAX_SHOWN
from news.exchange.files import read_table
from news.exchange.keeping import FOLDER
from news.models import HistoryEntry
from organizations.models import Organization
from people.models import Participant
from tests import factories
from tests.news.desk import signed_in

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/people/participant/"
ORGANIZATIONS = "/admin/organizations/organization/"
ROWS = "slug,family_name_ru,given_name_ru,gender\nli,,,male\n,Ким,Вера,female\n"


@pytest.fixture(autouse=True)
def nothing_kept():
    for name in kept():
        originals().delete(f"{FOLDER}/{name}")


@pytest.fixture
def editor():
    return factories.UserFactory(groups=["Editors"])


@pytest.fixture
def person():
    return factories.ParticipantFactory(slug="li", family_name_ru="Ли", gender="")


def hand_in(client, text=ROWS, name="people.csv", page=PEOPLE):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return client.post(f"{page}import/", {"file": file})


def confirm(client, response, page=PEOPLE, **changes):
    fields = {"token": response.context["token"], "digest": response.context["outcome"].digest}
    return client.post(f"{page}process_import/", fields | changes, follow=True)


def messages(response):
    return [str(message) for message in response.context["messages"]]


def kept():
    try:
        return originals().listdir(FOLDER)[1]
    except FileNotFoundError:
        return []


def test_table_is_looked_at_and_then_imported(editor, person):
    client = signed_in(editor)
    response = hand_in(client)
    page = response.content.decode()
    assert "New: 1. Changed: 1. Unchanged: 0." in page
    assert "<ins>male</ins>" in page
    assert list(Participant.objects.values_list("gender")) == [("",)]
    assert len(kept()) == 1
    response = confirm(client, response)
    assert messages(response) == ["The table was imported. New: 1. Changed: 1. Unchanged: 0."]
    assert set(Participant.objects.values_list("slug", "gender")) == {
        ("li", "male"),
        ("kim-vera", "female"),
    }
    assert {(entry.action, entry.user) for entry in HistoryEntry.objects.all()} == {
        ("changed", editor),
        ("created", editor),
    }
    assert kept() == []


def test_columns_are_shown_with_their_labels(editor, person):
    factories.OrganizationFactory(slug="anq")
    text = (
        "slug,family_name_kk,accepted_names_ru,offices,gender\n"
        "li,Ли,Пак,ru: Ректор | organization: anq,male\n"
    )
    root = lxml_html.fromstring(hand_in(signed_in(editor), text).content.decode())
    assert [" ".join(each.text_content().split()) for each in root.xpath("//dt")] == [
        "Family name · Қазақша family_name_kk",
        "Gender gender",
        "Offices offices",
        "Other names (May stand in texts) · Русский accepted_names_ru",
    ]


def test_errors_are_named_by_row_and_nothing_can_be_confirmed(editor, person):
    response = hand_in(signed_in(editor), ROWS.replace("female", "?"))
    page = response.content.decode()
    assert "1 row has an error" in page
    assert "Row 3" in page
    assert "<code>gender</code>: “?” is none of female, male." in page
    assert "process_import" not in page
    assert kept() == []


@pytest.mark.parametrize(
    ("text", "name", "sentence"),
    [
        (b"\x00\x01", "people.csv", "“people.csv” is not a text."),
        (ROWS, "people.docx", "“people.docx” is no table that is read here."),
        ("slug,colour\nli,red\n", "people.csv", "“people.csv” has unknown columns: “colour”."),
        (b"", "people.csv", "The file is empty."),
    ],
)
def test_file_that_cannot_be_read_is_named_beside_the_field(editor, text, name, sentence):
    response = hand_in(signed_in(editor), text, name)
    assert sentence in str(response.context["form"].errors["file"])


def test_second_confirmation_and_that_of_another_user_import_nothing(editor, person):
    client = signed_in(editor)
    response = hand_in(client)
    other = confirm(signed_in(factories.UserFactory(groups=["Editors"])), response)
    assert "Hand it in again" in messages(other)[0]
    assert not HistoryEntry.objects.filter(object_id=person.pk).exists()
    confirm(client, response)
    assert "Hand it in again" in messages(confirm(client, response))[0]
    assert HistoryEntry.objects.filter(object_id=person.pk).count() == 1


def test_table_that_another_one_replaced_is_not_imported(editor, person):
    client = signed_in(editor)
    first = hand_in(client)
    hand_in(client, "slug,gender\nli,female\n")
    assert "Hand it in again" in messages(confirm(client, first))[0]
    person.refresh_from_db()
    assert (person.gender, len(kept())) == ("", 1)


def test_token_that_is_none_is_refused(editor, person):
    client = signed_in(editor)
    response = hand_in(client)
    assert "Hand it in again" in messages(confirm(client, response, token="é"))[0]


def test_directory_that_changed_meanwhile_is_shown_again(editor, person):
    client = signed_in(editor)
    response = hand_in(client)
    Participant.objects.filter(pk=person.pk).update(gender="female")
    response = confirm(client, response)
    assert "the directory was changed meanwhile" in messages(response)[0]
    assert "<del>female</del> <ins>male</ins>" in response.content.decode()
    assert not HistoryEntry.objects.filter(object_id=person.pk).exists()
    confirm(client, response)
    person.refresh_from_db()
    assert person.gender == "male"


def test_import_needs_the_rights_to_write_rows_of_the_entries_too(person):
    user = factories.UserFactory()
    for codename in ("view_participant", "add_participant", "change_participant"):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    client = signed_in(user)
    assert hand_in(client).status_code == 403
    assert client.post(f"{PEOPLE}process_import/").status_code == 403
    assert f"{PEOPLE}import/" not in client.get(PEOPLE).content.decode()


@pytest.mark.parametrize(("form", "format_number"), [("csv", 0), ("xlsx", 1)])
def test_export_holds_what_the_list_shows(form, format_number):
    factories.OrganizationFactory(slug="fund", kind="association", name_ru="=Фонд")
    factories.OrganizationFactory(slug="school", kind="education")
    client = signed_in(factories.UserFactory(groups=["Translators"]))
    address = f"{ORGANIZATIONS}export/?kind__exact=association"
    assert address.replace("&", "&amp;") in client.get(
        f"{ORGANIZATIONS}?kind__exact=association"
    ).content.decode().replace("&amp;", "&")
    response = client.post(address, {"format": format_number})
    assert response.headers["Content-Disposition"].endswith(f'.{form}"')
    rows = read_table(f"organizations.{form}", response.content).dataset.dict
    assert [(row["slug"], row["name_ru"]) for row in rows] == [("fund", "'=Фонд")]


def test_long_dry_run_shows_its_first_rows(editor):
    text = "name_ru\n" + "".join(f"Фонд {number}\n" for number in range(MAX_SHOWN + 5))
    response = hand_in(signed_in(editor), text, page=ORGANIZATIONS)
    page = response.content.decode()
    assert "And 5 rows more." in page
    assert page.count("<li>\n                            <p>") == MAX_SHOWN
    confirm(signed_in(editor), response, ORGANIZATIONS)
    assert not Organization.objects.exists()
