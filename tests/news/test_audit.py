"""The audit log: who signs in and gives rights, who may read of it, its filters, its export."""

import csv
import datetime as dt
import io

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from news import sign_ins
from news.desk.snapshots import snapshot, snapshot_of_entry
from news.models import HistoryEntry, StaffProfile
from tests import factories
from tests.news.desk import posted, signed_in

pytestmark = pytest.mark.django_db

LIST, LOGIN = "/admin/news/historyentry/", "/admin/login/"
EXPORT = f"{LIST}export/"
Action = HistoryEntry.Action


@pytest.fixture
def superuser():
    return factories.UserFactory(username="chief", is_superuser=True)


def entries(*fields):
    return list(HistoryEntry.objects.order_by("pk").values_list(*fields))


def recorded(action=Action.CHANGED, obj=None, user=None, **fields):
    return HistoryEntry.objects.record(action, obj, user, **fields)


def rows_of(response, delimiter=","):
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(
        csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
    )


def shown(client, **filters):
    return {entry.pk for entry in client.get(LIST, filters).context["cl"].result_list}


class TestSignIns:
    def try_to_sign_in(self, username, password, **headers):
        return Client(headers=headers).post(LOGIN, {"username": username, "password": password})

    def test_signing_in_and_out(self, editor):
        client = Client()
        client.post(LOGIN, {"username": "editor", "password": "secret"})
        client.post("/admin/logout/")
        assert entries("action", "user", "username", "object_id", "address") == [
            ("signed_in", editor.pk, "editor", editor.pk, "127.0.0.1"),
            ("signed_out", editor.pk, "editor", editor.pk, "127.0.0.1"),
        ]

    def test_a_failure_names_the_account_but_nobody_as_its_user(self, editor):
        self.try_to_sign_in("editor", "wrong")
        fields = ("action", "user", "username", "model", "object_id", "object_name", "address")
        assert entries(*fields) == [
            ("sign_in_failed", None, "", "auth.user", editor.pk, "editor", "127.0.0.1")
        ]

    def test_who_is_no_staff_fails_with_the_right_password_too(self):
        reader = factories.UserFactory(username="reader", is_staff=False)
        self.try_to_sign_in("reader", "secret")
        fields = ("action", "user", "object_id", "object_name", "address")
        assert entries(*fields) == [("sign_in_failed", None, reader.pk, "reader", "127.0.0.1")]

    def test_what_is_no_account_might_be_a_password_and_is_not_kept(self, editor, superuser):
        self.try_to_sign_in("my-secret-password", "my-secret-password")
        entry = HistoryEntry.objects.get()
        assert "my-secret" not in str(vars(entry))
        page = signed_in(superuser).get(LIST).content.decode()
        assert "unknown account" in page
        assert "my-secret" not in page

    @pytest.mark.parametrize(
        ("forwarded", "is_behind_proxy", "address"),
        [
            ("203.0.113.7", False, "127.0.0.1"),
            ("203.0.113.7", True, "203.0.113.7"),
            ("6.6.6.6, 203.0.113.7", True, "203.0.113.7"),
            ("6.6.6.6, 2001:DB8::1", True, "2001:db8::1"),
            ("fe80::1%eth0", True, "fe80::1"),
            ("<script>", True, None),
            ("", True, "127.0.0.1"),
        ],
    )
    def test_the_address_is_the_one_that_the_proxy_saw(
        self, settings, forwarded, is_behind_proxy, address
    ):
        settings.BEHIND_PROXY = is_behind_proxy
        self.try_to_sign_in("nobody", "wrong", **{"x-forwarded-for": forwarded})
        assert entries("address") == [(address,)]

    def test_a_flood_of_failures_does_not_fill_the_table(self, settings, monkeypatch):
        settings.BEHIND_PROXY = True
        monkeypatch.setattr(sign_ins, "MAX_OF_ALL", 15)
        for _number in range(12):
            self.try_to_sign_in("nobody", "wrong", **{"x-forwarded-for": "203.0.113.7"})
        assert HistoryEntry.objects.count() == 10
        assert [text for (text,) in entries("comment")] == [*[""] * 9, sign_ins.THE_LAST]
        for number in range(12):
            self.try_to_sign_in("nobody", "wrong", **{"x-forwarded-for": f"203.0.113.{number}"})
        assert HistoryEntry.objects.count() == 15
        HistoryEntry.objects.update(at=timezone.now() - dt.timedelta(minutes=2))
        self.try_to_sign_in("nobody", "wrong", **{"x-forwarded-for": "203.0.113.7"})
        assert HistoryEntry.objects.count() == 16


class TestRights:
    def test_of_an_account_from_its_beginning_to_its_end(self, superuser):
        client = signed_in(superuser)
        form = client.get("/admin/auth/user/add/")
        password = "a-long-passphrase-2025"
        data = posted(form, username="aigerim", password1=password, password2=password)
        client.post("/admin/auth/user/add/", data | {"usable_password": "true"})
        user = User.objects.get(username="aigerim")
        address = f"/admin/auth/user/{user.pk}/change/"
        editors = Group.objects.get(name="Editors")
        data = posted(client.get(address), groups=[editors.pk])
        data |= {"profile-0-translates_into": ["kk"]}
        client.post(address, data)
        client.post(address, posted(client.get(address), first_name="Айгерим"))  # no right
        data = {"password1": f"{password}!", "password2": f"{password}!", "usable_password": "true"}
        client.post(f"/admin/auth/user/{user.pk}/password/", data | {"set-password": "1"})
        client.post(f"/admin/auth/user/{user.pk}/delete/", {"post": "yes"})
        mine = HistoryEntry.objects.filter(model="auth.user").order_by("pk")
        rights = {
            "username": [None, "aigerim"],
            "groups": [None, []],
            "is_active": [None, True],
            "is_staff": [None, True],
            "is_superuser": [None, False],
            "translates_into": [None, []],
        }
        assert list(mine.values_list("action", "object_id", "user__username", "changes")) == [
            ("created", user.pk, "chief", rights),
            (
                "rights_changed",
                user.pk,
                "chief",
                {"groups": [[], ["Editors"]], "translates_into": [[], ["kk"]]},
            ),
            ("password_changed", user.pk, "chief", {}),
            (
                "deleted",
                user.pk,
                "chief",
                {
                    **{name: [value, None] for name, (_none, value) in rights.items()},
                    "groups": [["Editors"], None],
                    "translates_into": [["kk"], None],
                },
            ),
        ]
        assert "passphrase" not in str(list(mine.values()))

    def test_of_ones_own_password(self, editor):
        client = signed_in(editor)
        address = "/admin/password_change/"
        assert client.get(address).status_code == 200
        new = "a-long-passphrase-2025"
        data = {"old_password": "wrong", "new_password1": new, "new_password2": new}
        client.post(address, data)
        assert entries("action") == []
        answer = client.post(address, data | {"old_password": "secret"})
        assert answer.url == "/admin/password_change/done/"
        fields = ("action", "user", "object_id", "address", "changes")
        assert entries(*fields) == [("password_changed", editor.pk, editor.pk, "127.0.0.1", {})]
        assert client.get("/admin/").status_code == 200  # is still signed in
        assert Client().get(address).url == f"{LOGIN}?next={address}"

    def test_of_a_group(self, superuser):
        client = signed_in(superuser)
        group = Group.objects.create(name="Interns")
        group.permissions.add(Permission.objects.get(codename="view_event"))
        permission = Permission.objects.get(codename="publish_event")
        address = f"/admin/auth/group/{group.pk}/change/"
        client.post(address, {"name": "Interns", "permissions": [permission.pk]})
        changes = {"permissions": [["news.view_event"], ["news.publish_event"]]}
        assert entries("action", "object_name", "changes") == [
            ("rights_changed", "Interns", changes)
        ]
        page = client.get(f"{LIST}{HistoryEntry.objects.get().pk}/change/").content.decode()
        assert "Permissions: news.view_event → news.publish_event" in page

    def test_what_a_deleted_account_did_stays_written_down(self, superuser):
        user = factories.UserFactory(username="gone")
        entry = recorded(obj=factories.EventFactory(), user=user)
        signed_in(superuser).post(f"/admin/auth/user/{user.pk}/delete/", {"post": "yes"})
        assert not User.objects.filter(username="gone").exists()
        entry.refresh_from_db()
        assert (entry.user, entry.username) == (None, "gone")


class TestWhoReadsIt:
    @pytest.fixture
    def of_event(self, editor):
        return recorded(obj=factories.EventFactory(title_ru="Форум"), user=editor)

    @pytest.fixture
    def of_accounts(self, superuser, editor):
        """Entries of accounts whose words the search of a publisher might find."""
        return [
            recorded(Action.SIGNED_IN, editor, editor, address="203.0.113.7"),
            recorded(Action.SIGN_IN_FAILED, None, None, comment="Форум"),
            recorded(Action.CREATED, editor, superuser),
            recorded(Action.RIGHTS_CHANGED, Group.objects.first(), superuser, comment="Форум"),
        ]

    def test_publishers_read_of_events_and_superusers_of_accounts_too(
        self, publisher, superuser, of_event, of_accounts
    ):
        everything = {of_event.pk, *(entry.pk for entry in of_accounts)}
        assert shown(signed_in(superuser)) == everything
        client = signed_in(publisher)
        assert shown(client) == {of_event.pk}

    def test_what_publishers_may_not_read_is_found_nowhere(
        self, publisher, editor, of_event, of_accounts
    ):
        client = signed_in(publisher)
        for filters in ({"q": "Форум"}, {"q": "editor"}, {}, {"user": editor.pk}):
            assert shown(client, **filters) == {of_event.pk}
            assert len(rows_of(client.get(EXPORT, filters))) == 1
        for filters in ({"action": "accounts"}, {"kind": "auth.user"}, {"action": "signed_in"}):
            response = client.get(LIST, filters)
            assert list(response.context["cl"].result_list) == []
            assert response.context["cl"].form.errors
            assert rows_of(client.get(EXPORT, filters)) == []
        for entry in of_accounts:
            assert client.get(f"{LIST}{entry.pk}/change/").status_code == 302  # is not there
        assert client.get(f"{LIST}{of_event.pk}/change/").status_code == 200

    def test_addresses_are_for_superusers(self, publisher, superuser):
        entry = recorded(obj=factories.EventFactory(), address="203.0.113.7")
        for user, is_there in ((superuser, True), (publisher, False)):
            client = signed_in(user)
            pages = [client.get(LIST), client.get(f"{LIST}{entry.pk}/change/")]
            assert ["203.0.113.7" in page.content.decode() for page in pages] == [is_there] * 2
            text = str(rows_of(client.get(EXPORT)))
            assert ("203.0.113.7" in text, "Network address" in text) == (is_there, is_there)

    def test_nobody_else_reads_it(self, editor, translator, photo_editor, of_event):
        for user in (editor, translator, photo_editor, factories.UserFactory()):
            client = signed_in(user)
            for address in (LIST, EXPORT, f"{LIST}{of_event.pk}/change/"):
                assert client.get(address).status_code == 403
        assert Client().get(EXPORT).url == f"{LOGIN}?next={EXPORT}"

    def test_nobody_changes_it(self, superuser, of_event):
        client = signed_in(superuser)
        assert client.get(f"{LIST}add/").status_code == 403
        for step in ("change", "delete"):
            data = {"post": "yes", "comment": "x"}
            assert client.post(f"{LIST}{of_event.pk}/{step}/", data).status_code == 403
        data = {"action": "delete_selected", "_selected_action": [of_event.pk], "post": "yes"}
        client.post(LIST, data)
        assert client.post(EXPORT).status_code == 405
        assert HistoryEntry.objects.filter(pk=of_event.pk, comment="").exists()


class TestList:
    def test_a_link_leads_to_what_still_exists_and_may_be_seen(self, superuser, publisher):
        event = factories.EventFactory()
        gone = factories.EventFactory()
        recorded(obj=event, user=publisher)
        recorded(obj=gone, user=publisher)
        gone.delete()
        links = [entry.link for entry in signed_in(publisher).get(LIST).context["cl"].result_list]
        assert links == ["", f"/admin/news/event/{event.pk}/change/"]

    @pytest.mark.parametrize(("address", "queries"), [(LIST, 9), (EXPORT, 12)])
    def test_it_costs_the_same_whatever_its_length(
        self, superuser, address, queries, django_assert_num_queries
    ):
        client = signed_in(superuser)

        def add():
            user = factories.UserFactory(first_name="Ерлан")
            recorded(obj=factories.EventFactory(), user=user)
            recorded(Action.SIGNED_IN, user, user)

        def read():
            response = client.get(address)
            return b"".join(response) if response.streaming else response.content

        add()
        read()
        for _round in range(2):
            with django_assert_num_queries(queries):
                assert b"\xd0\x95\xd1\x80\xd0\xbb\xd0\xb0\xd0\xbd" in read()
            add()

    def test_filters(self, superuser, editor, publisher):
        event = factories.EventFactory(title_ru="Форум")
        almaty = dt.timezone(dt.timedelta(hours=5))

        def at(day, hour):
            return dt.datetime(2026, 3, day, hour, tzinfo=almaty)

        approved = recorded(Action.APPROVED, event, publisher, at=at(1, 23))
        forced = recorded(Action.FORCED, event, publisher, at=at(2, 0), comment="Срочно")
        silent = recorded(Action.SILENTLY_CORRECTED, event, editor, at=at(2, 23))
        account = recorded(Action.CREATED, editor, superuser, at=at(3, 0))
        client = signed_in(superuser)
        for filters, found in (
            ({}, {approved, forced, silent, account}),
            ({"action": "review"}, {approved, forced}),
            ({"action": "forced"}, {forced}),
            ({"action": "publication"}, {silent}),
            ({"action": "work"}, {account}),
            ({"user": publisher.pk}, {approved, forced}),
            ({"kind": "auth.user"}, {account}),
            ({"since": "2026-03-02"}, {forced, silent, account}),
            ({"until": "2026-03-02"}, {approved, forced, silent}),
            ({"since": "2026-03-02", "until": "2026-03-02"}, {forced, silent}),
            ({"q": "Срочно"}, {forced}),
            ({"q": "Форум", "user": editor.pk}, {silent}),
            ({"q": "nobody"}, set()),
        ):
            ids = {entry.pk for entry in found}
            assert shown(client, **filters) == ids, filters
            assert len(rows_of(client.get(EXPORT, filters))) == len(ids), filters

    @pytest.mark.parametrize(
        ("filters", "field"),
        [
            ({"since": "yesterday"}, "since"),
            ({"since": "2026-03-02", "until": "2026-03-01"}, "until"),
            ({"user": "x"}, "user"),
            ({"action": "x"}, "action"),
        ],
    )
    def test_a_filter_that_makes_no_sense_is_said_and_shows_nothing(
        self, superuser, filters, field
    ):
        recorded(obj=factories.EventFactory())
        response = signed_in(superuser).get(LIST, filters)
        assert list(response.context["cl"].form.errors) == [field]
        assert list(response.context["cl"].result_list) == []

    def test_the_export_keeps_the_filters_of_the_list(self, superuser):
        page = signed_in(superuser).get(LIST, {"action": "review", "q": "a"}).content.decode()
        assert f'href="{EXPORT}?action=review&amp;q=a"' in page


class TestExport:
    def test_a_row(self, superuser, editor):
        editor.first_name, editor.last_name = "Ерлан", "Серіков"
        editor.save()
        event = factories.EventFactory(title_ru="Форум; «Единство»")
        recorded(
            Action.SCHEDULED,
            event,
            editor,
            at=dt.datetime(2026, 3, 1, 20, 15, 5, tzinfo=dt.UTC),
            effective_at=dt.datetime(2026, 3, 3, 5, 0, tzinfo=dt.UTC),
            version=3,
            languages=["kk", "ru"],
            comment="Первая строка\nвторая",
            changes={"title_ru": ["a", "b"]},
            address="2001:db8::1",
        )
        response = signed_in(superuser).get(EXPORT)
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert response.headers["Content-Disposition"].startswith(
            'attachment; filename="audit-log-2'
        )
        assert rows_of(response) == [
            {
                "Time": "2026-03-02T01:15:05+05:00",
                "User": "Ерлан Серіков",
                "User name": "editor",
                "Action": "Scheduled",
                "Kind of object": "Event",
                "Number of the object": str(event.pk),
                "Object": "Форум; «Единство»",
                "Version": "3",
                "Languages": "Қазақша, Русский",
                "Takes effect": "2026-03-03T10:00:00+05:00",
                "Ends": "",
                "Comment": "Первая строка\nвторая",
                "Changes": "Title · Русский",
                "Network address": "2001:db8::1",
            }
        ]

    def test_the_end_of_a_link_and_what_took_effect_at_once(self, superuser):
        event, now = factories.EventFactory(), timezone.now()
        for action, effective_at in (
            (Action.LINK_MADE, now + dt.timedelta(days=7)),
            (Action.PUBLISHED, now + dt.timedelta(seconds=30)),
            (Action.SCHEDULED, now + dt.timedelta(days=1)),
        ):
            recorded(action, event, superuser, at=now, effective_at=effective_at)
        client = signed_in(superuser)
        scheduled, published, made = rows_of(client.get(EXPORT))
        assert [bool(scheduled[name]) for name in ("Takes effect", "Ends")] == [True, False]
        assert [bool(published[name]) for name in ("Takes effect", "Ends")] == [False, False]
        assert [bool(made[name]) for name in ("Takes effect", "Ends")] == [False, True]
        page = client.get(f"/admin/news/event/{event.pk}/history/").content.decode()
        assert (page.count("takes effect"), page.count("· ends")) == (1, 1)
        pages = [
            client.get(f"{LIST}{entry.pk}/change/").content.decode()
            for entry in HistoryEntry.objects.order_by("pk")
        ]
        assert ["Takes effect" in page for page in pages] == [False, False, True]

    def test_an_object_is_named_as_it_is_now_in_the_language_of_the_reader(self, superuser):
        event = factories.EventFactory(title_ru="Форум")
        gone = factories.EventFactory(title_ru="Исчезло")
        recorded(obj=event, user=superuser)
        recorded(obj=gone, user=superuser)
        event.title_kk, event.title_en = "Жиын", "Forum"
        event.save()
        gone.delete()
        client = signed_in(superuser)
        for language, name in (("en", "Forum"), ("kk", "Жиын")):
            StaffProfile.objects.update_or_create(user=superuser, defaults={"language": language})
            page = client.get(LIST).content.decode()
            assert [word in page for word in (name, "Форум", "Исчезло")] == [True, False, True]
            text = b"".join(client.get(EXPORT).streaming_content).decode()
            assert [word in text for word in (name, "Форум", "Исчезло")] == [True, False, True]

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
    def test_a_cell_is_never_a_formula(self, superuser, text):
        recorded(Action.CHANGED, factories.EventFactory(), None, username=text, comment=text)
        (row,) = rows_of(signed_in(superuser).get(EXPORT))
        assert (row["User"], row["Comment"]) == (f"'{text}", f"'{text}")

    def test_it_is_written_in_the_language_of_the_reader(self, superuser):
        recorded(Action.APPROVED, factories.EventFactory(), superuser)
        for language, delimiter in (("ru", ";"), ("kk", ";"), ("en", ",")):
            StaffProfile.objects.update_or_create(user=superuser, defaults={"language": language})
            (row,) = rows_of(signed_in(superuser).get(EXPORT), delimiter)
            with override(language):
                assert str(Action.APPROVED.label) in row.values()

    @pytest.mark.parametrize(
        ("make", "rows"),
        [
            (factories.EventFactory, None),
            (factories.ParticipantFactory, ("positions", "other_names")),
            (factories.OrganizationFactory, ("other_names",)),
            (factories.photo, ()),
            (factories.TopicFactory, ()),
        ],
    )
    def test_a_change_of_every_field(self, superuser, make, rows):
        obj = make()
        state = snapshot(obj) if rows is None else snapshot_of_entry(obj, rows)
        recorded(Action.CHANGED, obj, superuser, changes=dict.fromkeys(state, ["", "x"]))
        (row,) = rows_of(signed_in(superuser).get(EXPORT))
        names = row["Changes"].split("\n")
        assert len(set(names)) == len(state)
        assert not set(names) & set(state)

    def test_more_than_one_piece(self, superuser):
        event = factories.EventFactory()
        HistoryEntry.objects.bulk_create(
            HistoryEntry(action="changed", model="news.event", object_id=event.pk, comment=str(n))
            for n in range(1201)
        )
        rows = rows_of(signed_in(superuser).get(EXPORT))
        assert sorted(int(row["Comment"]) for row in rows) == list(range(1201))
