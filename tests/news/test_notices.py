"""Notices by e-mail: what they say, that none is lost, who chooses which."""

import datetime as dt
import threading
from contextlib import suppress

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend as Locmem
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from media.background import WAIT_FOR_DATABASE, Worker
from news.desk import sending
from news.desk.notices import compose
from news.desk.sending import send_due
from news.models import Event, Notice, StaffProfile
from news.publishing import publish, reschedule, restore, unschedule, withdraw
from tests import factories
from tests.news.desk import delete, signed_in
from tests.news.test_concurrency import at_once

pytestmark = pytest.mark.django_db

PAGE = "/admin/notices/"
Kind = Notice.Kind


class FailingBackend(Locmem):
    """A mail server that refuses one address."""

    def send_messages(self, messages):
        if any("refused@example.org" in message.to for message in messages):
            raise OSError("no such mailbox")
        return super().send_messages(messages)


def staff(name, *, language="en", **fields):
    user = factories.UserFactory(username=name, email=f"{name}@example.org", **fields)
    StaffProfile.objects.create(user=user, language=language)
    return user


def queued(recipient, kind=Kind.APPROVED, **fields):
    event = fields.pop("event", None) or factories.EventFactory()
    return Notice.objects.create(recipient=recipient, kind=kind, event=event, **fields)


@pytest.fixture
def writer():
    return staff("writer", groups=["Editors"])


@pytest.fixture
def chief():
    return staff("chief", groups=["Publishers"], first_name="Айгерим", last_name="Сапарова")


class TestMail:
    """Whole e-mails, as they arrive."""

    def mail_in(self, language, kind, chief, **fields):
        recipient = staff(f"reader_{language}", language=language)
        event = factories.trilingual(title_ru="Встреча в Доме дружбы")
        notice = queued(recipient, kind, event=event, actor=chief, **fields)
        moment = dt.datetime(2026, 3, 1, 5, 30, tzinfo=dt.UTC)
        Notice.objects.filter(pk=notice.pk).update(created_at=moment)
        notice.refresh_from_db()
        message = compose(notice)
        assert message.to == [recipient.email]
        return message.subject, message.body.replace(f"/{event.pk}/", "/5/")

    def test_in_english(self, chief, settings):
        settings.PRESS_SITE_URL = "https://press.example"
        at = dt.datetime(2026, 3, 2, 19, 0, tzinfo=dt.UTC)
        subject, body = self.mail_in(
            "en", Kind.PUBLISHED, chief, languages=["kk", "ru"], effective_at=at
        )
        assert subject == "Scheduled: Meeting at the House of Friendship"
        assert body == (
            "The publication of your event is scheduled.\n\n"
            "Event: Meeting at the House of Friendship\n"
            "Who: Айгерим Сапарова\n"
            "When: 1 March 2026, 10:30 (Asia/Almaty)\n"
            "Languages: Қазақша, Русский\n"
            "Public from: 3 March 2026, 00:00 (Asia/Almaty)\n\n"
            "https://press.example/admin/news/event/5/change/\n\n"
            "You can switch off such notices here: https://press.example/admin/notices/\n"
        )

    def test_in_russian(self, chief):
        subject, body = self.mail_in(
            "ru", Kind.SENT_BACK, chief, comment="Проверьте имена.\nИ даты.\n"
        )
        assert subject == "Возвращено на доработку: Встреча в Доме дружбы"
        assert body == (
            "Ваше событие возвращено на доработку. Оно снова черновик.\n\n"
            "Событие: Встреча в Доме дружбы\n"
            "Кто: Айгерим Сапарова\n"
            "Когда: 1 марта 2026 года, 10:30 (Asia/Almaty)\n\n"
            "Комментарий:\n> Проверьте имена.\n> И даты.\n\n"
            "http://127.0.0.1:8000/admin/news/event/5/change/\n\n"
            "Отключить такие уведомления можно здесь: http://127.0.0.1:8000/admin/notices/\n"
        )

    def test_in_kazakh(self, chief):
        subject, body = self.mail_in("kk", Kind.SUBMITTED, chief)
        assert subject == "Тексеруді күтуде: Достық үйіндегі кездесу"
        assert body == (
            "Іс-шара сіздің тексеруіңізді күтуде.\n\n"
            "Іс-шара: Достық үйіндегі кездесу\n"
            "Кім: Айгерим Сапарова\n"
            "Қашан: 2026 жылғы 1 наурыз, 10:30 (Asia/Almaty)\n\n"
            "http://127.0.0.1:8000/admin/news/event/5/change/\n\n"
            "Мұндай хабарламаларды мына жерде өшіруге болады: "
            "http://127.0.0.1:8000/admin/notices/\n"
        )

    def test_a_title_is_in_a_language_that_exists_and_on_one_line(self, writer):
        event = factories.EventFactory(title_ru="Форум\r\nBcc: all@example.org", title_en="")
        message = compose(queued(writer, event=event))
        assert message.subject == "Approved: Форум Bcc: all@example.org"
        assert "Bcc" not in message.message()
        long = compose(queued(writer, event=factories.EventFactory(title_en="a " * 150)))
        assert (len(long.subject), long.subject[-3:]) == (150, " a…")

    def test_a_language_that_the_press_service_gave_up_is_not_spoken(self, settings):
        settings.PRESS_LANGUAGES = ["en"]
        settings.LANGUAGE_CODE = "en"
        assert compose(queued(staff("old", language="ru"))).subject.startswith("Approved: ")

    def last_said(self):
        return compose(Notice.objects.order_by("pk").last()).body.split("\n")[0]

    def test_it_says_what_stays_and_what_was_there_before(self, writer, chief):
        event = factories.approved(created_by=writer)
        event.edited(writer)
        again = "It had been approved before and was changed afterwards."
        assert self.last_said() == f"An event waits for your review. {again}"
        event.approve(by=chief)
        assert self.last_said() == "Your event was approved."
        at = timezone.now() + dt.timedelta(days=1)
        publish(event=event, languages=["ru"], user=chief, at=at)
        event.edited(writer)
        goes_out = "What is scheduled still goes out as it was approved."
        assert self.last_said() == f"An event waits for your review. {again} {goes_out}"
        event.send_back(by=chief, comment="Имена.")
        assert self.last_said() == "Your event was sent back. It is a draft again."
        event.submit(by=writer)
        assert self.last_said() == "An event waits for your review."
        event.approve(by=chief)
        publish(event=event, languages=["ru"], user=chief)
        event.send_back(by=chief, comment="Даты.")
        stays = "What is public stays as it is."
        assert self.last_said() == f"Your event was sent back. It is a draft again. {stays}"

    def test_a_forced_approval_says_that_nobody_else_looked(self, writer, chief):
        event = factories.EventFactory(created_by=writer, status=Event.Status.IN_REVIEW)
        Event.objects.filter(pk=event.pk).update(edited_by=chief)
        event.refresh_from_db()
        chief.is_superuser = True
        event.approve(by=chief, force=True)
        said = "Your event was approved. There was no second pair of eyes."
        assert self.last_said() == said

    def test_a_comment_leads_to_where_it_can_be_read(self, writer):
        notice = queued(writer, Kind.COMMENTED, comment="Ким: Так.")
        assert f"/{notice.event_id}/preview-links/\n" in compose(notice).body

    @pytest.mark.parametrize("kind", Kind)
    def test_every_kind_has_words(self, writer, kind):
        event = factories.EventFactory(title_en="Forum")
        assert compose(queued(writer, kind, event=event)).subject.endswith(": Forum")


class TestSending:
    def test_what_was_sent_is_not_sent_again(self, writer):
        notice = queued(writer)
        assert send_due() == (1, 0)
        assert send_due() == (0, 0)
        assert [message.to for message in mail.outbox] == [[writer.email]]
        notice.refresh_from_db()
        assert (notice.sent_at is not None, notice.attempts) == (True, 1)

    def test_one_bad_address_holds_up_nobody_and_is_tried_again(self, writer, settings):
        settings.EMAIL_BACKEND = f"{__name__}.FailingBackend"
        refused = queued(staff("refused"))
        queued(writer)
        assert send_due() == (1, 1)
        assert [message.to for message in mail.outbox] == [[writer.email]]
        refused.refresh_from_db()
        assert (refused.sent_at, refused.last_error) == (None, "OSError: no such mailbox")
        assert refused.try_again_at - timezone.now() > dt.timedelta(seconds=50)
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert send_due() == (0, 0)
        Notice.objects.filter(pk=refused.pk).update(try_again_at=timezone.now())
        assert send_due() == (1, 0)
        refused.refresh_from_db()
        assert (refused.attempts, refused.last_error) == (2, "")

    def test_it_is_given_up_after_ten_attempts_but_kept(self, settings):
        settings.EMAIL_BACKEND = f"{__name__}.FailingBackend"
        notice = queued(staff("refused"))
        pauses = []
        for _attempt in range(sending.MAX_ATTEMPTS):
            Notice.objects.update(try_again_at=None)
            assert send_due() == (0, 1)
            notice.refresh_from_db()
            pauses.append(round((notice.try_again_at - timezone.now()).total_seconds() / 60))
        assert pauses == [1, 5, 30, 120, 360, *[1440] * 5]
        assert notice.given_up_at is not None
        Notice.objects.update(try_again_at=None)
        assert send_due() == (0, 0)

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"is_active": False}, "The account is not active any more."),
            ({"email": ""}, "The account has no e-mail address."),
        ],
    )
    def test_who_cannot_get_it_is_skipped_and_marked(self, writer, change, reason):
        notice = queued(writer)
        type(writer).objects.filter(pk=writer.pk).update(**change)
        assert send_due() == (0, 1)
        notice.refresh_from_db()
        assert (notice.given_up_at is not None, notice.last_error) == (True, reason)
        assert mail.outbox == []

    def test_what_another_process_is_sending_is_left_to_it_until_it_dies(self, writer):
        notice = queued(writer)
        assert sending._claim() == notice
        assert send_due() == (0, 0)
        Notice.objects.update(try_again_at=timezone.now() - dt.timedelta(seconds=1))
        assert send_due() == (1, 0)

    def test_the_command_sends_what_is_due(self, writer, capsys):
        queued(writer)
        call_command("send_notices")
        assert capsys.readouterr().out == "Sent: 1. Not sent: 0.\n"
        assert len(mail.outbox) == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_several_senders_at_once_send_each_notice_once(writer):
    for _number in range(8):
        queued(writer)
    results = at_once(*[send_due] * 4)
    assert (sum(sent for sent, _failed in results), len(mail.outbox)) == (8, 8)
    assert set(Notice.objects.values_list("attempts", flat=True)) == {1}


class OneRound(threading.Event):
    """Ends the thread where it would wait."""

    def wait(self, timeout=None):
        self.pause = timeout
        raise SystemExit


class Broken(Exception):
    pass


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.django_db(transaction=True)
class TestThread:
    """The sender of a process that serves the site."""

    @pytest.fixture
    def sender(self, monkeypatch):
        sender = Worker("notices", sending.work)
        sender.awake = OneRound()
        monkeypatch.setattr(sending, "sender", sender)
        return sender

    def test_it_sends_what_is_left_over_and_what_is_queued_later(self, sender, writer, chief):
        queued(writer)
        sender.start()
        sender.thread.join(10)
        assert len(mail.outbox) == 1
        event = factories.EventFactory(edited_by=writer, created_by=writer)
        event.submit(by=writer)  # on commit the sender wakes, which runs no more, and starts again
        sender.thread.join(10)
        assert [message.to for message in mail.outbox] == [[writer.email], [chief.email]]

    def test_it_does_not_run_where_nothing_is_served(self, sender, writer):
        factories.EventFactory(edited_by=writer).submit(by=writer)
        assert sender.thread is None

    def test_a_step_that_broke_off_tells_nobody(self, sender, writer, chief):
        sender.start()
        sender.thread.join(10)
        first = sender.thread

        event = factories.EventFactory(edited_by=writer)
        with suppress(Broken), transaction.atomic():
            event.submit(by=writer)
            raise Broken
        assert sender.thread is first
        assert (mail.outbox, Notice.objects.count()) == ([], 0)

    def test_it_waits_for_a_database_without_tables(self, sender, writer):
        with connection.schema_editor() as editor:
            editor.alter_db_table(Notice, "news_notice", "news_notice_gone")
        try:
            sender.start()
            sender.thread.join(10)
            assert sender.awake.pause == WAIT_FOR_DATABASE
        finally:
            with connection.schema_editor() as editor:
                editor.alter_db_table(Notice, "news_notice_gone", "news_notice")


class TestWhoIsTold:
    """Steps after the approval tell those who wrote the event, not the one who took it."""

    def told(self):
        return list(Notice.objects.order_by("pk").values_list("kind", "recipient__username"))

    def test_of_what_happens_to_the_publication(self, writer, chief):
        event = factories.approved(created_by=writer, edited_by=writer)
        at = timezone.now() + dt.timedelta(days=1)
        publish(event=event, languages=["ru"], user=chief, at=at)
        reschedule(event=event, languages=["ru"], user=chief, at=at + dt.timedelta(days=1))
        unschedule(event=event, languages=["ru"], user=chief)
        publish(event=event, languages=["ru"], user=chief)
        withdraw(event=event, user=chief, reasons={"ru": "Ошибка"})
        restore(event=event, languages=["ru"], user=chief)
        kinds = ["published", "rescheduled", "unscheduled", "published", "withdrawn", "restored"]
        assert self.told() == [(kind, "writer") for kind in kinds]

    def test_but_not_who_switched_it_off(self, writer, chief):
        StaffProfile.objects.filter(user=writer).update(muted_notices=["withdrawn"])
        event = factories.published(created_by=writer, edited_by=chief)
        Notice.objects.all().delete()
        withdraw(
            event=event, user=factories.UserFactory(is_superuser=True), reasons={"ru": "Ошибка"}
        )
        assert self.told() == [("withdrawn", "chief")]


class TestPage:
    def kinds_on_page(self, user):
        form = signed_in(user).get(PAGE).context["form"]
        return [value for value, _label in form.fields["wanted"].choices]

    def test_it_offers_what_can_concern_the_rights(self, writer, chief, photo_editor, translator):
        of_writers = [
            "sent_back", "approved", "published", "rescheduled", "unscheduled", "withdrawn",
            "restored",
        ]  # fmt: skip
        assert self.kinds_on_page(chief) == ["submitted", *of_writers, "commented"]
        assert self.kinds_on_page(writer) == [*of_writers, "commented"]
        assert self.kinds_on_page(translator) == of_writers
        assert self.kinds_on_page(photo_editor) == of_writers
        assert self.kinds_on_page(factories.UserFactory()) == []
        # A superuser reviews all, but is told only as one of the publishers.
        superuser = factories.UserFactory(is_superuser=True)
        assert self.kinds_on_page(superuser) == [*of_writers, "commented"]

    def test_a_choice_is_kept_with_an_account_that_has_no_profile_yet(self, editor):
        client = signed_in(editor)
        response = client.post(PAGE, {"email": "me@example.org", "wanted": ["approved"]})
        assert (response.status_code, response.url) == (302, PAGE)
        editor.refresh_from_db()
        assert editor.email == "me@example.org"
        assert "approved" not in editor.profile.muted_notices
        assert {"published", "commented"} < set(editor.profile.muted_notices)
        assert editor.profile.language == "en"
        assert client.get(PAGE).context["form"].initial == {
            "email": "me@example.org", "wanted": ["approved"],
        }  # fmt: skip

    def test_what_is_not_on_the_page_stays_as_it_was(self, writer):
        StaffProfile.objects.filter(user=writer).update(muted_notices=["submitted", "approved"])
        signed_in(writer).post(PAGE, {"email": "", "wanted": self.kinds_on_page(writer)})
        writer.refresh_from_db()
        assert (writer.email, writer.profile.muted_notices) == ("", ["submitted"])

    def test_a_wrong_address_is_refused_and_the_choice_is_not_lost(self, writer):
        response = signed_in(writer).post(PAGE, {"email": "nowhere", "wanted": ["approved"]})
        form = response.context["form"]
        assert form.errors == {"email": ["Enter a valid email address."]}
        assert form["wanted"].value() == ["approved"]
        writer.refresh_from_db()
        assert writer.email == "writer@example.org"
        assert writer.profile.muted_notices == []

    def test_it_asks_strangers_to_sign_in(self, client):
        assert client.get(PAGE).url == f"/admin/login/?next={PAGE}"
        assert client.post(PAGE, {"email": "me@example.org"}).status_code == 302

    def test_the_menu_of_the_account_leads_to_it(self, editor):
        links = signed_in(editor).get("/admin/").context["account_links"]
        assert [str(link["link"]) for link in links] == [PAGE, "/admin/password_change/"]


class TestQueue:
    LIST = "/admin/news/notice/"

    def test_superusers_see_it_and_nobody_else(self, writer, chief, admin_client):
        notice = queued(writer, last_error="OSError: no such mailbox")
        for user in (writer, chief):
            assert signed_in(user).get(self.LIST).status_code == 403
            assert signed_in(user).get(f"{self.LIST}{notice.pk}/change/").status_code == 403
        assert "no such mailbox" in admin_client.get(self.LIST).content.decode()

    def test_nobody_changes_it(self, writer, admin_client):
        notice = queued(writer)
        page = admin_client.get(f"{self.LIST}{notice.pk}/change/")
        assert (page.status_code, page.context["has_change_permission"]) == (200, False)
        assert page.context["has_delete_permission"] is False
        assert admin_client.get(f"{self.LIST}add/").status_code == 403
        for step in ("change", "delete"):
            response = admin_client.post(f"{self.LIST}{notice.pk}/{step}/", {"post": "yes"})
            assert response.status_code == 403

    def test_what_was_given_up_is_tried_again_and_what_was_sent_is_not(self, writer, admin_client):
        now = timezone.now()
        given_up = queued(writer, given_up_at=now, attempts=10, try_again_at=now)
        sent = queued(writer, sent_at=now, attempts=1)
        data = {"action": "try_again_now", "_selected_action": [given_up.pk, sent.pk]}
        admin_client.post(self.LIST, data)
        given_up.refresh_from_db()
        assert (given_up.given_up_at, given_up.attempts, given_up.try_again_at) == (None, 0, None)
        assert list(Notice.objects.due()) == [given_up]

    def test_a_list_costs_the_same_whatever_its_length(
        self, writer, admin_client, django_assert_num_queries
    ):
        queued(writer)
        admin_client.get(self.LIST)
        for _round in range(2):
            with django_assert_num_queries(5):
                admin_client.get(self.LIST)
            queued(writer, actor=writer)
            queued(staff("other") if _round else writer)

    def test_notices_go_with_an_event_that_is_deleted(self, writer, publisher):
        event = factories.EventFactory()
        queued(publisher, event=event)
        delete(signed_in(writer), event)
        assert not Event.objects.exists()
        assert not Notice.objects.exists()
