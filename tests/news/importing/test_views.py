import io

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from media.models import Photo, originals
from news.importing.reading import kinds_taken
from news.models import Event, Intake, IntakePhoto, StaffProfile
from organizations.models import Organization
from people.models import Participant
from tests.factories import (
    EventFactory,
    OrganizationFactory,
    ParticipantFactory,
    UserFactory,
    picture,
)
from tests.media.test_metadata import HEIC
from tests.news.importing.documents import word_file

pytestmark = pytest.mark.django_db


def sixteen_bits():
    """A TIFF in 16 bits of grey."""
    buffer = io.BytesIO()
    Image.new("I;16", (300, 200), 40000).save(buffer, "TIFF")
    return buffer.getvalue()


NEW = "/admin/news/event/from-file/"
TEXT = (
    "Круглый стол волонтеров\n"
    "14 марта 2024 года в Городской библиотеке Астаны прошел круглый стол. Выступил депутат "
    "Сената Парламента РК О. Гриценко.\n"
    "[image: C:\\фото\\зал 1.jpg]Участники обсудили планы.\n"
    "[image: C:\\фото\\зал 2.jpg]\n"
)


@pytest.fixture
def client(client, editor):
    StaffProfile.objects.create(user=editor, language="en")
    client.force_login(editor)
    with override("en"):
        yield client


def upload(name, data=None):
    return SimpleUploadedFile(name, picture() if data is None else data)


def text_file(text=TEXT, name="release.txt"):
    return upload(name, text.encode())


def hand_in(client, *files, url=NEW, **data):
    return client.post(url, {"files": files, **data})


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def page_of(intake):
    return f"{NEW}{intake.pk}/"


def filled(client, intake, **changes):
    """What the browser sends when the review is confirmed as it is shown."""
    review = client.get(page_of(intake)).context["review"]
    data = {"action": "confirm"}
    forms = [review.event, *review.people, *review.organizations]
    forms += [review.people.management_form, review.organizations.management_form]
    for form in forms:
        for field in form:
            value = field.value()
            if hasattr(value, "pk"):
                value = value.pk
            if value is not None and value is not False:
                data[field.html_name] = "on" if value is True else value
    return {**data, **changes}


@pytest.mark.parametrize(
    ("group", "status"),
    [("Editors", 200), ("Publishers", 200), ("Translators", 403), ("Photo editors", 403)],
)
def test_only_those_who_may_add_events_get_the_pages(client, group, status):
    user = UserFactory(groups=[group])
    client.force_login(user)
    intake = Intake.objects.create(created_by=user, language="ru")
    assert client.get(NEW).status_code == status
    assert client.get(f"{page_of(intake)}files/").status_code == status
    if status == 403:
        assert client.get(page_of(intake)).status_code == 403
        assert hand_in(client, text_file()).status_code == 403
        assert client.post(f"{page_of(intake)}cancel/").status_code == 403
        assert Intake.objects.get() == intake


def test_others_are_sent_to_sign_in(client):
    client.logout()
    assert client.get(NEW).url.startswith("/admin/login/")


def test_release_of_somebody_else_is_not_found(client):
    hand_in(client, text_file(), upload("зал 1.jpg"))
    intake = Intake.objects.get()
    photo = f"{page_of(intake)}photos/{intake.photos.get().pk}/"
    client.force_login(UserFactory(groups=["Editors"]))
    for url in (page_of(intake), f"{page_of(intake)}files/", photo):
        assert client.get(url).status_code == 404
    assert client.post(f"{page_of(intake)}cancel/").status_code == 404
    assert client.post(page_of(intake), {"action": "confirm"}).status_code == 404
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(page_of(intake)).status_code == 200


@pytest.mark.parametrize(
    "release",
    [
        text_file(),
        upload(
            "release.docx",
            word_file(
                "Круглый стол волонтеров",
                "14 марта 2024 года в Городской библиотеке Астаны прошел круглый стол. Выступил "
                "депутат Сената Парламента РК О. Гриценко.",
            ),
        ),
    ],
    ids=["txt", "docx"],
)
def test_release_becomes_a_draft(client, release):
    library = OrganizationFactory(name_ru="Городская библиотека Астаны")
    release.seek(0)
    response = hand_in(client, release, upload("зал 1.jpg", picture("teal")))
    intake = Intake.objects.get()
    assert response.url == page_of(intake)
    response = client.post(page_of(intake), filled(client, intake))
    event = Event.objects.get()
    assert response.url == reverse("admin:news_event_change", args=[event.pk])
    assert (event.title_ru, event.kind, event.venue) == (
        "Круглый стол волонтеров",
        Event.Kind.ROUND_TABLE,
        library,
    )
    participation = event.participations.get()
    assert (participation.participant.family_name_ru, participation.role_ru) == (
        "Гриценко",
        "депутат Сената Парламента РК",
    )
    assert participation.organization.name_ru == "Сенат Парламента РК"
    assert event.photos.get() == Photo.objects.get()
    assert event.origin.name.endswith(intake.original_filename)


def test_draft_says_what_is_missing(client):
    hand_in(client, text_file(), upload("зал 1.jpg"))
    intake = Intake.objects.get()
    response = client.post(page_of(intake), filled(client, intake))
    assert said(response)[-1] == "The text names a photo that was not handed in: зал 2.jpg."


def test_staged_files_go_when_the_draft_is_made(client, django_capture_on_commit_callbacks):
    hand_in(client, text_file(), upload("зал 1.jpg"))
    intake = Intake.objects.get()
    names = [intake.file.name, intake.photos.get().file.name]
    assert all(originals().exists(name) for name in names)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page_of(intake), filled(client, intake))
    assert not any(originals().exists(name) for name in names)
    assert not IntakePhoto.objects.exists()


def test_confirming_twice_makes_one_event(client):
    hand_in(client, text_file())
    intake = Intake.objects.get()
    data = filled(client, intake)
    first, second = (client.post(page_of(intake), data) for _ in range(2))
    assert first.url == second.url
    assert Event.objects.count() == 1
    assert client.get(page_of(intake)).url == first.url


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (
            upload("notes.jpg", b"a text"),
            "“notes.jpg” is not a photo in JPEG, PNG, WebP, HEIC, AVIF or TIFF.",
        ),
        (upload("short.jpg", picture()[:200]), "“short.jpg” is damaged or incomplete."),
        (
            upload("drawing.svg", b"<svg/>"),
            "“drawing.svg” is not a photo in JPEG, PNG, WebP, HEIC, AVIF or TIFF.",
        ),
        (upload("table.xlsx", b"PK"), "“table.xlsx” is neither a release"),
        (upload("second.txt", b"text"), "“second.txt” was left out: hand in one release"),
    ],
)
def test_bad_file_leaves_the_good_ones(client, bad, message):
    bad.seek(0)
    response = hand_in(client, text_file(), upload("зал 1.jpg"), bad)
    intake = Intake.objects.get()
    assert response.url == f"{page_of(intake)}files/"
    page = client.get(response.url)
    assert [one.startswith(message) for one in said(page)] == [True]
    assert (intake.original_filename, intake.photos.get().original_filename) == (
        "release.txt",
        "зал 1.jpg",
    )
    assert "зал 1.jpg" in page.text
    assert "release.txt" in page.text
    response = hand_in(client, upload("зал 2.jpg", picture("gold")), url=response.url)
    assert response.url == page_of(intake)
    assert [row["photo"] is None for row in Intake.objects.get().content["pictures"]] == [
        False,
        False,
    ]


def test_too_large_photo_is_refused(client, settings):
    settings.PRESS_MAX_PHOTO_MB = 1
    large = upload("large.jpg", picture() + b"0" * 1024 * 1024)
    response = hand_in(client, text_file(), large)
    assert said(response) == [
        "“large.jpg” is larger than 1 MB. Save it as a JPEG of a smaller size."
    ]


def test_bad_release_leaves_the_photos(client):
    response = hand_in(client, upload("release.docx", b"no zip"), upload("зал 1.jpg"))
    assert [one.startswith("“release.docx” is not a Word") for one in said(response)] == [True]
    intake = Intake.objects.get()
    assert not intake.file
    assert client.get(page_of(intake)).url == f"{page_of(intake)}files/"
    response = hand_in(client, text_file(), url=f"{page_of(intake)}files/")
    assert response.url == page_of(intake)
    assert Intake.objects.get().content["pictures"][0]["photo"] == intake.photos.get().pk


def test_good_release_beside_a_bad_one_is_taken(client):
    response = hand_in(
        client, upload("bad.docx", b"PK broken"), text_file(), text_file(name="b.txt")
    )
    assert [sentence.split("”")[0] for sentence in said(response)] == ["“bad.docx", "“b.txt"]
    assert Intake.objects.get().original_filename == "release.txt"


def test_photos_alone_ask_for_the_release(client):
    response = hand_in(client, upload("зал 1.jpg"))
    assert said(response) == [f"The photos are kept. Now choose the release ({kinds_taken()})."]


@pytest.mark.parametrize("files", [(), (upload("bad.jpg", b"x"),)])
def test_nothing_good_keeps_nothing(client, files):
    response = hand_in(client, *files)
    assert (response.url, len(said(response))) == (NEW, 1)
    assert not Intake.objects.exists()


def test_new_release_takes_the_place_of_the_old(client):
    hand_in(client, text_file(), upload("зал 1.jpg"))
    intake = Intake.objects.get()
    hand_in(client, text_file("Другой заголовок\nТекст.", "b.txt"), url=f"{page_of(intake)}files/")
    content = Intake.objects.get().content
    assert content["title"] == "Другой заголовок"
    assert [(row["filename"], row["placed"]) for row in content["pictures"]] == [
        ("зал 1.jpg", False)
    ]


@pytest.mark.parametrize(("chosen", "language"), [("", "ru"), ("kk", "kk"), ("xx", "ru")])
def test_language_is_guessed_or_chosen(client, chosen, language):
    hand_in(client, text_file(), language=chosen)
    assert Intake.objects.get().language == language


def test_language_can_be_changed_in_the_review(client):
    hand_in(client, text_file())
    intake = Intake.objects.get()
    client.post(page_of(intake), {"action": "language", "language": "en"})
    assert client.get(page_of(intake)).context["intake"].language == "en"


def test_missing_photo_is_taken_in_the_review(client):
    hand_in(client, text_file(), upload("зал 1.jpg", picture("teal")))
    intake = Intake.objects.get()
    data = filled(client, intake, title="Новый заголовок", action="upload")
    response = client.post(
        page_of(intake), {**data, "photo-p2": upload("IMG_7.png", picture("gold", format="PNG"))}
    )
    assert response.context["review"].event["title"].value() == "Новый заголовок"
    data = filled(client, intake)
    client.post(page_of(intake), data)
    event = Event.objects.get()
    assert event.body_ru.count("<figure") == 2
    assert event.photos.count() == 2


def test_bad_photo_in_the_review_is_named_and_nothing_is_made(client):
    hand_in(client, text_file())
    intake = Intake.objects.get()
    data = filled(client, intake, lead="Новый лид")
    response = client.post(page_of(intake), {**data, "photo-p1": upload("a.jpg", b"x")})
    assert "“a.jpg” is not a photo" in response.text
    assert "Новый лид" in response.text
    assert not Event.objects.exists()


def test_typed_text_survives_an_error(client):
    hand_in(client, text_file())
    intake = Intake.objects.get()
    data = filled(
        client,
        intake,
        **{"title": "", "lead": "Мой лид", "people-0-role": "сенатор", "starts_on": "2024-02-31"},
    )
    response = client.post(page_of(intake), data)
    review = response.context["review"]
    assert set(review.event.errors) == {"title", "starts_on"}
    assert review.event["lead"].value() == "Мой лид"
    assert review.people[0]["role"].value() == "сенатор"
    assert "2024-02-31" in response.text
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("changes", "form", "field"),
    [
        ({"ends_on": "2024-03-01"}, "event", "ends_on"),
        ({"starts_on": "", "starts_time": "10:00"}, "event", "starts_time"),
        ({"kind": "party"}, "event", "kind"),
        ({"venue": "999"}, "event", "venue"),
        ({"pictures": ["p9"]}, "event", "pictures"),
        ({"people-0-family_name": ""}, "people", "family_name"),
        ({"people-0-participant": "999"}, "people", "participant"),
        ({"people-0-organization": "organization-77"}, "people", "organization"),
        ({"people-0-gender": "x"}, "people", "gender"),
        ({"people-0-role": "р" * 301}, "people", "role"),
        ({"organizations-0-name": ""}, "organizations", "name"),
        ({"organizations-0-part": "boss"}, "organizations", "part"),
    ],
)
def test_mistake_is_shown_beside_its_field(client, changes, form, field):
    hand_in(client, text_file(), upload("зал 1.jpg"))
    intake = Intake.objects.get()
    response = client.post(page_of(intake), filled(client, intake, **changes))
    found = getattr(response.context["review"], form)
    errors = found.errors if form == "event" else found.errors[0]
    assert list(errors) == [field]
    assert not Event.objects.exists()


@pytest.mark.parametrize("name", ["people", "organizations"])
def test_post_without_its_forms_is_no_crash(client, name):
    hand_in(client, text_file())
    intake = Intake.objects.get()
    data = {key: value for key, value in filled(client, intake).items() if not key.startswith(name)}
    assert client.post(page_of(intake), data).status_code == 200
    assert not Event.objects.exists()


def test_person_of_an_unticked_organization_is_asked_about(client):
    hand_in(client, text_file())
    intake = Intake.objects.get()
    data = filled(client, intake)
    rows = [key for key, value in data.items() if value == data["people-0-organization"]]
    (row,) = (key for key in rows if key.startswith("organizations"))
    del data[row.replace("key", "take")]
    response = client.post(page_of(intake), data)
    assert list(response.context["review"].people.errors[0]) == ["organization"]


def test_unticked_rows_are_left_out(client):
    hand_in(client, text_file(), upload("зал 1.jpg"))
    intake = Intake.objects.get()
    data = {
        key: value
        for key, value in filled(client, intake, venue_name="").items()
        if not key.endswith("-take") and key != "pictures"
    }
    client.post(page_of(intake), data)
    event = Event.objects.get()
    assert (event.participations.count(), event.photos.count(), event.venue) == (0, 0, None)
    assert not Participant.objects.exists()
    assert not Organization.objects.exists()


def test_person_of_the_directory_can_be_chosen(client):
    person = ParticipantFactory()
    hand_in(client, text_file())
    intake = Intake.objects.get()
    client.post(page_of(intake), filled(client, intake, **{"people-0-participant": person.pk}))
    assert Event.objects.get().participants.get() == person


def named(given, family, **fields):
    return ParticipantFactory(given_name_ru=given, family_name_ru=family, gender="male", **fields)


def row_of(client, intake, words):
    """The prefix of the row of a person whose quotation holds these words."""
    people = client.get(page_of(intake)).context["review"].people
    return next(form for form in people if words in form["quote"].value())


@pytest.mark.parametrize("chosen", [0, 1, None])
def test_who_could_be_several_is_chosen_or_left_open(client, chosen):
    could_be = [named("Нурлан", "Каримов"), named("Нариман", "Каримов")]
    could_be[1].positions.create(title_en="deputy")
    hand_in(client, text_file("Встреча\nВыступил депутат Н. Каримов.\n"))
    intake = Intake.objects.get()
    row = row_of(client, intake, "Каримов")
    assert row.fields["who"].choices == [
        (str(could_be[0].pk), str(could_be[0])),
        (str(could_be[1].pk), f"{could_be[1]} · deputy"),
        ("", "leave it open"),
    ]
    assert (row["take"].value(), row["who"].value()) == (False, None)
    assert row.shown_name == "Н. Каримов"
    who = {} if chosen is None else {f"{row.prefix}-who": could_be[chosen].pk}
    client.post(page_of(intake), filled(client, intake, **who))
    people = [link.participant for link in Event.objects.get().participations.all()]
    assert people == ([] if chosen is None else [could_be[chosen]])
    assert not Participant.objects.exclude(pk__in=[each.pk for each in could_be]).exists()


@pytest.mark.parametrize("chosen", ["known", "new", None])
def test_a_near_name_makes_no_second_person_unasked(client, chosen):
    known = named("Павел", "Бондаренко")
    hand_in(client, text_file("Встреча\nВыступил депутат А. Бондаренко.\n"))
    intake = Intake.objects.get()
    row = row_of(client, intake, "Бондаренко")
    assert [value for value, _label in row.fields["who"].choices] == [str(known.pk), "new", ""]
    assert row["take"].value() is False
    assert "almost the same" in client.get(page_of(intake)).text
    ticked = {f"{row.prefix}-take": "on"}
    response = client.post(page_of(intake), filled(client, intake, **ticked))
    assert "Choose who it is, or say that it is a new person." in response.text
    who = {f"{row.prefix}-who": {"known": known.pk, "new": "new"}[chosen]} if chosen else {}
    client.post(page_of(intake), filled(client, intake, **who))
    people = [link.participant for link in Event.objects.get().participations.all()]
    assert [person == known for person in people] == ([chosen == "known"] if chosen else [])
    assert Participant.objects.count() == 1 + (chosen == "new")


def test_another_spelling_is_told_and_remembered_if_wanted(client):
    known = named("Чарун", "Чароенвонгисак")
    text = "Встреча\nВыступил посол Чарун Чареонвонгсак.\n"
    for remember in ({}, {"remember": "on"}, None):
        hand_in(client, text_file(text))
        intake = Intake.objects.order_by("pk").last()
        row = row_of(client, intake, "Чареонвонгсак")
        if remember is None:  # it is known now, and told all the same
            break
        assert "The text says “Чарун Чареонвонгсак”, the directory “Чарун Чароенвонгисак”." in (
            client.get(page_of(intake)).text
        )
        ticks = {f"{row.prefix}-take": "on"} | {
            f"{row.prefix}-{name}": value for name, value in remember.items()
        }
        client.post(page_of(intake), filled(client, intake, **ticks))
        names = [(each.language, each.name) for each in known.other_names.all()]
        assert names == ([("ru", "Чарун Чареонвонгсак")] if remember else [])
    assert "remember" not in row.fields
    assert {link.participant for link in Event.objects.first().participations.all()} == {known}


def test_a_role_becomes_an_office_of_a_new_person_if_wanted(client):
    hand_in(client, text_file())
    intake = Intake.objects.get()
    row = row_of(client, intake, "Гриценко")
    client.post(page_of(intake), filled(client, intake, **{f"{row.prefix}-holds_office": "on"}))
    office = Participant.objects.get().positions.get()
    assert office.title_ru == "депутат Сената Парламента РК"
    assert office.organization == Event.objects.get().participations.get().organization


def test_new_entries_need_the_right_to_add_them(client, editor):
    hand_in(client, text_file())
    intake = Intake.objects.get()
    data = filled(client, intake)
    editor.groups.clear()
    editor.user_permissions.add(Permission.objects.get(codename="add_event"))
    response = client.post(page_of(intake), data)
    review = response.context["review"]
    assert list(review.people.errors[0]) == ["family_name"]
    assert list(review.organizations.errors[0]) == ["name"]
    assert list(review.event.errors) == ["venue_name"]
    assert not Event.objects.exists()


def test_cancel_throws_everything_away(client):
    hand_in(client, text_file(), upload("зал 1.jpg"))
    intake = Intake.objects.get()
    names = [intake.file.name, intake.photos.get().file.name]
    assert client.get(f"{page_of(intake)}cancel/").status_code == 405
    response = client.post(f"{page_of(intake)}cancel/")
    assert (response.url, said(response)[-1]) == (NEW, "“release.txt” was thrown away.")
    assert not Intake.objects.exists()
    assert not any(originals().exists(name) for name in names)


def test_waiting_release_is_on_the_first_page_until_confirmed(client):
    hand_in(client, text_file())
    intake = Intake.objects.get()
    assert [*client.get(NEW).context["waiting"]] == [intake]
    intake.event = EventFactory()
    intake.save()
    assert [*client.get(NEW).context["waiting"]] == []


def test_photos_that_wait_for_their_release_are_on_the_first_page(client):
    hand_in(client, upload("release.docx", b"no zip"), *(upload(f"{n}.jpg") for n in range(4)))
    intake = Intake.objects.get()
    page = client.get(NEW)
    assert [*page.context["waiting"]] == [intake]
    assert f'<a href="{page_of(intake)}files/">Photos: 0.jpg, 1.jpg, 2.jpg, …</a>' in page.text


def test_file_that_was_handed_in_before_is_named(client):
    hand_in(client, text_file())
    intake = Intake.objects.get()
    client.post(page_of(intake), filled(client, intake))
    hand_in(client, text_file())
    second = Intake.objects.latest("pk")
    assert [*client.get(page_of(second)).context["earlier"]] == [Event.objects.get()]


def test_photo_that_waits_is_shown_small_and_bare(client):
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    hand_in(client, text_file(), upload("зал 1.jpg", picture(exif=exif)))
    intake = Intake.objects.get()
    response = client.get(f"{page_of(intake)}photos/{intake.photos.get().pk}/")
    assert "private" in response["Cache-Control"]
    with Image.open(io.BytesIO(response.content)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("WEBP", (480, 320), {})


def test_text_of_a_release_is_no_html(client):
    text = "<script>alert(1)</script>\nДепутат <b onclick=x>Ерлан Маратов</b> & гости.\n"
    hand_in(client, text_file(text, "<img src=x>.txt"))
    page = client.get(page_of(Intake.objects.get())).text
    assert "<script>alert" not in page
    assert "<b onclick" not in page
    assert "<img src=x>" not in page


def on_its_side():
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


@pytest.mark.parametrize(
    ("filename", "data", "size"),
    [
        ("a.tif", picture(size=(900, 600), format="TIFF"), (480, 320)),
        ("a.heic", HEIC, (64, 64)),
        ("a.jpg", picture(size=(900, 600), exif=on_its_side()), (320, 480)),
        ("deep.tif", sixteen_bits(), (300, 200)),
    ],
    ids=["tiff", "heic", "on its side", "16 bit"],
)
def test_a_photo_of_any_kind_is_shown_while_it_waits(client, filename, data, size):
    hand_in(client, text_file(), upload(filename, data))
    intake = Intake.objects.get()
    address = reverse("intake_photo", args=[intake.pk, intake.photos.get().pk])
    shown = Image.open(io.BytesIO(client.get(address).content))
    assert (shown.format, shown.size) == ("WEBP", size)
