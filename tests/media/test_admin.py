import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from media.library import add_photo
from media.making import LOST
from media.models import Photo
from tests import factories
from tests.news.desk import errors_of, posted, signed_in

pytestmark = pytest.mark.django_db

ADD = "/admin/media/photo/add/"
MANY = "/admin/media/photo/add-photos/"


@pytest.fixture
def desk(photo_editor):
    return signed_in(photo_editor)


def upload(name, data):
    return SimpleUploadedFile(name, data, "image/jpeg")


def add(desk, name, data, **changes):
    return desk.post(ADD, posted(desk.get(ADD), upload=upload(name, data), **changes))


def test_a_photo_is_added_with_what_is_said_of_it(desk):
    response = add(desk, "Зал.jpg", factories.picture(), caption_ru="В зале", creator="Е. Ахметов")
    assert response.status_code == 302
    photo = Photo.objects.get()
    assert (photo.original_filename, photo.caption_ru, photo.creator) == (
        "Зал.jpg",
        "В зале",
        "Е. Ахметов",
    )
    assert photo.added_by.username == "photo_editor"
    assert desk.get(f"/admin/media/photo/{photo.pk}/thumbnail/").url == photo.thumbnail_url


def test_a_file_that_is_no_photo_is_refused_beside_the_field(desk):
    errors = errors_of(add(desk, "note.jpg", b"text", caption_ru="В зале"))
    assert list(errors) == ["upload"]
    assert "note.jpg" in errors["upload"][0]
    assert not Photo.objects.exists()


def test_a_photo_that_is_there_is_named_with_a_link(desk):
    photo = factories.photo("teal")
    errors = errors_of(add(desk, "again.jpg", factories.picture("teal")))
    assert f'href="/admin/media/photo/{photo.pk}/change/"' in str(errors["upload"])
    assert Photo.objects.count() == 1


def test_of_many_files_the_good_ones_are_kept_and_the_bad_ones_named(desk):
    known = factories.photo("teal")
    files = [
        upload("one.jpg", factories.picture("red")),
        upload("note.jpg", b"text"),
        upload("two.jpg", factories.picture("blue")),
        upload("known.jpg", factories.picture("teal")),
    ]
    response = desk.post(MANY, {"files": files, "creator": "Е. Ахметов"})
    added = list(Photo.objects.exclude(pk=known.pk).order_by("pk"))
    assert [(photo.original_filename, photo.creator) for photo in added] == [
        ("one.jpg", "Е. Ахметов"),
        ("two.jpg", "Е. Ахметов"),
    ]
    page = response.content.decode()
    assert "Added: 2. Were there already: 1. Refused: 1." in page
    assert f"/admin/media/photo/{known.pk}/change/" in page
    assert "“note.jpg” is not a photo" in page


@pytest.mark.parametrize("group", ["Translators"])
def test_those_who_may_not_add_photos_get_no_page(group):
    client = signed_in(factories.UserFactory(groups=[group]))
    assert client.get(MANY).status_code == 403
    assert client.get(ADD).status_code == 403


def test_a_photo_in_use_cannot_be_deleted(desk):
    photo = factories.photo()
    link = factories.EventPhotoFactory(photo=photo)
    address = f"/admin/media/photo/{photo.pk}/delete/"
    assert desk.get(address).context["protected"]
    desk.post(address, {"post": "yes"})
    assert Photo.objects.filter(pk=photo.pk).exists()
    link.delete()
    desk.post(address, {"post": "yes"})
    assert not Photo.objects.exists()


def test_what_the_camera_made_is_only_read(desk):
    photo = factories.photo()
    address = f"/admin/media/photo/{photo.pk}/change/"
    before = (photo.file.name, photo.checksum, photo.width)
    forged = posted(desk.get(address), width=1, checksum="0", file="x", caption_kk="Залда")
    assert desk.post(address, forged).status_code == 302
    photo.refresh_from_db()
    assert (photo.file.name, photo.checksum, photo.width) == before
    assert photo.caption_kk == "Залда"


def test_a_photo_of_which_no_picture_can_be_made_says_so_in_the_list(desk):
    photo = factories.photo()
    Photo.objects.filter(pk=photo.pk).update(failure=LOST)
    factories.photo("red")
    page = desk.get("/admin/media/photo/").content.decode()
    assert page.count('<p class="failure">The file is not in the store any more.</p>') == 1


@pytest.mark.parametrize("group", ["Photo editors", "Translators"])
def test_the_original_is_handed_out_byte_for_byte(group):
    data = factories.picture()
    photo, _is_new = add_photo(filename='Зал "1".html', data=data)
    client = signed_in(factories.UserFactory(groups=[group]))
    address = f"/admin/media/photo/{photo.pk}/original/"
    assert (
        f'href="{address}"' in client.get(f"/admin/media/photo/{photo.pk}/change/").content.decode()
    )
    response = client.get(address)
    assert b"".join(response.streaming_content) == data
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in response.headers["Cache-Control"]
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''%D0%97%D0%B0%D0%BB")


def test_an_original_that_is_lost_is_no_failure(desk):
    photo = factories.photo()
    photo.file.storage.delete(photo.file.name)
    assert desk.get(f"/admin/media/photo/{photo.pk}/original/").status_code == 404


def test_an_upright_photo_that_is_added_is_cut_around_the_heads(desk):
    add(desk, "upright.jpg", factories.picture(size=(600, 900)))
    add(desk, "square.jpg", factories.picture(size=(600, 600)))
    found = Photo.objects.order_by("pk").values_list("focal_x", "focal_y")
    assert list(found) == [(0.5, 0.33), (0.5, 0.5)]


@pytest.mark.parametrize(("x", "y", "is_taken"), [("0.2", "1", True), ("0.2", "1.01", False)])
def test_a_focal_point_is_set_inside_the_picture(desk, x, y, is_taken):
    photo = factories.photo()
    address = f"/admin/media/photo/{photo.pk}/change/"
    response = desk.post(address, posted(desk.get(address), focal_x=x, focal_y=y))
    photo.refresh_from_db()
    assert (response.status_code == 302) is is_taken
    assert (photo.focal_x, photo.focal_y) == ((0.2, 1) if is_taken else (0.5, 0.5))
    assert photo.prepared_at is None


def test_what_is_said_of_a_photo_is_written_in_its_form(desk):
    photo = factories.photo()
    address = f"/admin/media/photo/{photo.pk}/change/"
    said = {"headline": "Форум", "place": "Астана", "keywords": "форум, флаги"}
    desk.post(address, posted(desk.get(address), **said))
    assert Photo.objects.filter(**said).count() == 1


@pytest.mark.parametrize(
    ("make", "field"),
    [(factories.ParticipantFactory, "portrait"), (factories.OrganizationFactory, "logo")],
)
def test_a_portrait_and_a_logo_cannot_be_deleted(make, field, editor):
    client, photo, free = signed_in(editor), factories.photo(), factories.photo("red")
    user = make(**{field: photo})
    address = f"/admin/media/photo/{photo.pk}/delete/"
    page = f"/admin/{user._meta.app_label}/{user._meta.model_name}/{user.pk}/change/"
    text = client.get(address).content.decode()
    assert "In use and cannot be deleted" in text
    assert f'<a href="{page}">{user}</a>' in text
    client.post(address, {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [photo.pk, free.pk]}
    response = client.post("/admin/media/photo/", chosen)
    assert f'<a href="{page}">{user}</a>' in response.content.decode()
    client.post("/admin/media/photo/", {**chosen, "post": "yes"})
    user.refresh_from_db()
    assert getattr(user, field) == photo
    # The control shows the photos that one may choose.
    assert 'data-thumbnails="/admin/media/photo/"' in client.get(page).content.decode()


def test_a_photo_of_an_edition_cannot_be_deleted(desk):
    event = factories.EventFactory()
    photo = factories.EventPhotoFactory(event=event).photo
    factories.published(event)
    event.event_photos.all().delete()
    address = f"/admin/media/photo/{photo.pk}/delete/"
    text = desk.get(address).content.decode()
    assert "In use and cannot be deleted" in text
    assert f"Photo of an edition: {event.editions.get()}" in text
    desk.post(address, {"post": "yes"})
    assert Photo.objects.filter(pk=photo.pk).exists()


def test_the_form_of_a_photo_says_where_it_is_used(desk):
    photo = factories.photo()
    address = f"/admin/media/photo/{photo.pk}/change/"
    event = factories.EventPhotoFactory(photo=photo).event
    person = factories.ParticipantFactory(portrait=photo)
    page = desk.get(address).content.decode()
    assert f'<a href="/admin/news/event/{event.pk}/change/">{event}</a>, ' in page
    assert f'<a href="/admin/people/participant/{person.pk}/change/">{person}</a>' in page


def test_the_filter_names_those_without_a_photographer(desk):
    factories.photo()
    factories.photo("red", creator="А. Ким")
    assert "not known" in desk.get("/admin/media/photo/").content.decode()
    page = desk.get("/admin/media/photo/?creator=").context["cl"]
    assert [photo.creator for photo in page.result_list] == [""]
