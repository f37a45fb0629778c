"""The page “Add photos” in a real browser."""

import base64

import pytest
from axe_playwright_python.sync_playwright import Axe

from media.models import Photo
from news.models import StaffProfile
from tests import factories
from tests.media.pictures import scenic
from tests.news.desk import sign_in

pytestmark = pytest.mark.browser

PAGE = "/admin/media/photo/add-photos/"
DROP = """async ([files, target]) => {
  const transfer = new DataTransfer();
  for (const [name, data] of Object.entries(files)) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([bytes], name));
  }
  for (const kind of ["dragenter", "dragover", "drop"]) {
    const options = { dataTransfer: transfer, bubbles: true, cancelable: true };
    target.dispatchEvent(new DragEvent(kind, options));
  }
}"""


@pytest.fixture
def desk(page, photo_editor):
    StaffProfile.objects.create(user=photo_editor, language="en")
    page.set_viewport_size({"width": 1280, "height": 1000})
    sign_in(page, photo_editor)
    page.goto(PAGE)
    return page


def drop(page, files):
    coded = {name: base64.b64encode(data).decode() for name, data in files.items()}
    target = page.query_selector(".drop")
    page.evaluate(DROP, [coded, target])


def send(page):
    page.get_by_role("button", name="Add", exact=True).click()


def told(page, text):
    page.locator(".told", has_text=text).wait_for()


def violations(page):
    page.mouse.move(0, 0)  # the frame's buttons are paler under the pointer
    return {
        violation["id"]: [node["target"] for node in violation["nodes"]]
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in ("serious", "critical")
    }


def test_twenty_files_are_dropped_of_which_three_are_bad(desk):
    factories.photo("teal")  # flat: like no other
    files = {f"{seed}.jpg": scenic(seed) for seed in range(16)}
    files["0 smaller.jpg"] = scenic(0, size=(160, 120))
    files |= {"note.jpg": b"text", "cut.jpg": scenic(30)[:-600], "drawing.svg": b"<svg/>"}
    drop(desk, files)
    assert desk.locator(".uploads > ul > li").count() == 20
    assert violations(desk) == {}
    desk.fill("[name=creator]", "Е. Ахметов")
    send(desk)
    told(desk, "Added: 17. Were there already: 0. Refused: 3.")
    refused = desk.locator(".outcome.refused").all_text_contents()
    assert sorted(text.strip().partition("”")[0] for text in refused) == [
        "“cut.jpg", "“drawing.svg", "“note.jpg",
    ]  # fmt: skip
    assert set(Photo.objects.exclude(creator="").values_list("creator", flat=True)) == {
        "Е. Ахметов"
    }
    assert Photo.objects.count() == 18
    assert violations(desk) == {}
    # Whichever of the two came first is the one in the library.
    pair = desk.locator(".alike")
    assert pair.count() == 1
    new = Photo.objects.exclude(similar_to=None).get()
    shown = pair.locator("figcaption").all_text_contents()
    assert [
        next(line.strip() for line in text.splitlines() if ".jpg" in line) for text in shown
    ] == [new.original_filename, new.similar_to.original_filename]
    pair.get_by_role("button", name="Remove the new one").click()
    desk.get_by_text("The new photo is removed.").wait_for()
    assert pair.count() == 0
    assert not Photo.objects.filter(pk=new.pk).exists()
    desk.get_by_role("link", name="To the library").last.click()
    desk.wait_for_url("**/admin/media/photo/")


def test_a_lost_connection_is_waited_for_and_nothing_is_sent_twice_for_nothing(desk):
    answers = []

    def lose(route):
        answers.append(route)
        if len(answers) == 2:
            route.abort("connectionreset")  # before it arrives
        elif len(answers) == 4:
            route.fetch()  # it arrives, its answer does not
            route.abort("connectionreset")
        else:
            route.continue_()

    desk.route("**/add-photos/file/", lose)
    drop(desk, {f"{seed}.jpg": scenic(seed) for seed in range(8)})
    send(desk)
    told(desk, "Added: 8. Were there already: 0. Refused: 0.")
    assert len(answers) == 10
    assert Photo.objects.count() == 8


def test_offline_it_waits_for_the_connection(desk):
    desk.context.set_offline(True)
    drop(desk, {f"{seed}.jpg": scenic(seed) for seed in range(4)})
    send(desk)
    assert Photo.objects.count() == 0
    desk.context.set_offline(False)
    told(desk, "Added: 4. Were there already: 0. Refused: 0.")


def test_what_the_server_cannot_take_now_is_tried_again_by_hand(desk):
    desk.route("**/add-photos/file/", lambda route: route.fulfill(status=418))
    drop(desk, {"1.jpg": scenic(1), "2.jpg": scenic(2), "3.jpg": scenic(3)})
    send(desk)
    told(desk, "Not sent: 3.")
    desk.unroute("**/add-photos/file/")
    desk.get_by_role("button", name="Try again: 2.jpg").click()
    told(desk, "Added: 1. Were there already: 0. Refused: 0. Not sent: 2.")
    desk.get_by_role("button", name="Try all again").click()
    told(desk, "Added: 3. Were there already: 0. Refused: 0.")


def test_a_session_that_ended_loses_no_list(desk, photo_editor):
    cookies = desk.context.cookies()
    desk.context.clear_cookies(name="sessionid")
    drop(desk, {f"{seed}.jpg": scenic(seed) for seed in range(5)})
    send(desk)
    desk.get_by_role("alert").get_by_text("You are not signed in any more.").wait_for()
    assert desk.locator(".uploads > ul > li").count() == 5
    desk.context.add_cookies(cookies)  # signed in again in another tab
    desk.get_by_role("button", name="Try all again").click()
    told(desk, "Added: 5. Were there already: 0. Refused: 0.")
    photo_editor.groups.clear()
    drop(desk, {"6.jpg": scenic(6)})
    send(desk)
    desk.get_by_role("alert").get_by_text("Your account may not add photos.").wait_for()


def test_a_file_that_is_too_large_is_not_sent_and_leaving_asks(desk, settings):
    settings.PRESS_MAX_PHOTO_MB = 1
    desk.reload()
    sent = []
    desk.on("request", lambda request: sent.append(request.url) if "file/" in request.url else None)
    drop(desk, {"large.jpg": scenic(1) + bytes(1024 * 1024), "empty.jpg": b"", "a.jpg": scenic(2)})
    assert desk.locator(".outcome.refused").all_text_contents() == [
        "“large.jpg” is larger than 1 MB. Save it as a JPEG of a smaller size.",
        "“empty.jpg” is empty.",
    ]
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    send(desk)
    told(desk, "Added: 1. Were there already: 0. Refused: 2.")
    assert len(sent) == 1
    drop(desk, {"b.jpg": scenic(3)})
    desk.get_by_role("link", name="Back", exact=True).click()
    desk.wait_for_url("**/admin/media/photo/")
    assert asked == ["beforeunload"]


def test_the_decision_is_taken_on_the_page_of_the_photo_too(desk):
    old = factories.add_photo(filename="old.jpg", data=scenic(1))[0]
    new = factories.add_photo(filename="new.jpg", data=scenic(1, quality=40))[0]
    assert new.similar_to == old
    desk.goto(f"/admin/media/photo/{new.pk}/change/")
    desk.locator(".alike img").nth(1).wait_for()
    assert violations(desk) == {}
    desk.get_by_role("button", name="Keep both").click()
    desk.get_by_text("Both photos stay.").wait_for()
    new.refresh_from_db()
    assert new.similar_to is None


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_its_window(desk, width):
    desk.set_viewport_size({"width": width, "height": 900})
    drop(desk, {"ә" * 120 + ".jpg": scenic(1), "b.jpg": b"text"})
    send(desk)
    told(desk, "Added: 1.")
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
