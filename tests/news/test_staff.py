import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from news.models import StaffProfile
from tests import factories
from tests.news.desk import posted, signed_in

pytestmark = pytest.mark.django_db

SWITCH = "/admin/language/"


def language_of(response):
    return response.headers["Content-Language"]


def test_the_language_that_was_chosen_stays_with_the_account(editor):
    client = signed_in(editor)
    assert language_of(client.get("/admin/")) == "en"
    client.post(SWITCH, {"language": "kk"})
    assert language_of(client.get("/admin/")) == "kk"
    assert editor.profile.language == "kk"
    # Elsewhere, in a browser that asks for another language.
    assert language_of(signed_in(editor).get("/admin/")) == "kk"


@pytest.mark.parametrize(
    ("referer", "leads_to"),
    [
        ("http://testserver/admin/news/event/?q=a", "/admin/news/event/?q=a"),
        ("https://elsewhere.example/admin/", "/admin/"),
        ("", "/admin/"),
    ],
)
def test_the_switch_leads_back_to_where_it_was_used(editor, referer, leads_to):
    response = signed_in(editor).post(SWITCH, {"language": "ru"}, headers={"referer": referer})
    assert response.url.removeprefix("http://testserver") == leads_to


def test_another_site_is_never_the_next_page(editor):
    response = signed_in(editor).post(SWITCH, {"language": "ru", "next": "//elsewhere.example/"})
    assert response.url == "/admin/"


def test_a_language_that_the_press_service_lacks_is_not_kept(editor):
    signed_in(editor).post(SWITCH, {"language": "de"})
    assert not StaffProfile.objects.exists()
    assert signed_in(editor).get(SWITCH).status_code == 405


def test_a_superuser_makes_an_account_for_a_translator(admin_client):
    form = admin_client.get("/admin/auth/user/add/")
    password = "a-long-passphrase-2025"
    data = posted(form, username="aigerim", password1=password, password2=password)
    data |= {"profile-0-language": "kk", "profile-0-translates_into": ["kk", "en"]}
    data |= {"profile-TOTAL_FORMS": 1, "usable_password": "true"}
    assert admin_client.post("/admin/auth/user/add/", data).status_code == 302
    profile = User.objects.get(username="aigerim").profile
    assert (profile.language, profile.translates_into) == ("kk", ["kk", "en"])


def test_a_new_account_may_sign_in_and_speaks_the_language_of_its_maker(admin_client, admin_user):
    StaffProfile.objects.create(user=admin_user, language="en")
    form = admin_client.get("/admin/auth/user/add/")
    password = "a-long-passphrase-2025"
    data = posted(form, username="aigerim", password1=password, password2=password)
    data |= {"usable_password": "true"}
    assert admin_client.post("/admin/auth/user/add/", data).status_code == 302
    user = User.objects.get(username="aigerim")
    assert (user.is_staff, user.is_superuser, user.profile.language) == (True, False, "en")
    client = Client()
    assert client.login(username="aigerim", password=password)
    assert client.get("/admin/").status_code == 200


def test_who_may_change_users_still_cannot_without_being_a_superuser(editor):
    editor.user_permissions.set(Permission.objects.filter(content_type__app_label="auth"))
    client = signed_in(editor)
    assert client.get("/admin/auth/user/").status_code == 403
    assert client.get(f"/admin/auth/user/{editor.pk}/change/").status_code == 403
    assert client.get("/admin/auth/group/add/").status_code == 403


def test_an_account_with_a_mark_is_not_deleted(admin_client, publisher):
    event = factories.EventFactory(forced_by=publisher)
    address = f"/admin/auth/user/{publisher.pk}/delete/"
    assert str(event) in str(admin_client.post(address, {"post": "yes"}).context["protected"])
    event.forced_by = None
    event.save()
    assert admin_client.post(address, {"post": "yes"}).status_code == 302
    assert not User.objects.filter(pk=publisher.pk).exists()


def test_the_menu_shows_each_role_its_own(editor):
    def titles(user):
        groups = signed_in(user).get("/admin/").context["sidebar_navigation"]
        return [
            str(item["title"]) for group in groups for item in group["items"]
            if item["has_permission"]
        ]  # fmt: skip

    of_all = ["Events", "People", "Organizations", "Photos", "Topics"]
    assert titles(editor) == of_all
    publisher = factories.UserFactory(groups=["Publishers"])
    assert titles(publisher) == [*of_all, "Audit log"]
    of_superusers = ["Users", "Groups", "Audit log", "Notices"]
    assert titles(factories.UserFactory(is_superuser=True)) == [*of_all, *of_superusers]
    assert titles(factories.UserFactory()) == []
