import pytest

from news.body import BodyField, opens_with, photo_ids, place_pictures, sanitize_body
from news.html_text import plain_text
from news.models import Event
from tests.factories import EventFactory

FIGURE = '<figure data-photo="7"></figure>'


@pytest.mark.parametrize(
    ("html", "stored"),
    [
        ("<p>Текст</p><script>alert(1)</script>", "<p>Текст</p>"),
        ('<p onclick="x()" style="color:red" class="a">Т</p>', "<p>Т</p>"),
        ('<p><a href="javascript:x()">Т</a></p>', '<p><a rel="noopener">Т</a></p>'),
        (
            '<p><a href="https://a.kz/">Т</a></p>',
            '<p><a href="https://a.kz/" rel="noopener">Т</a></p>',
        ),
        (
            "<p>a</p><iframe src=x></iframe><form><input></form><svg onload=x><p>b</p></svg>",
            "<p>a</p>\n<p>b</p>",
        ),
        ('<p>a<img src=x onerror="alert(1)">b</p>', "<p>ab</p>"),
        ("<h1>З</h1><p><b>ж</b><i>к</i></p>", "<h2>З</h2>\n<p><strong>ж</strong><em>к</em></p>"),
        (
            "просто текст <em>и</em> ещё<p>абзац</p>конец",
            "<p>просто текст <em>и</em> ещё</p>\n<p>абзац</p>\n<p>конец</p>",
        ),
        ("<div>один</div><div><p>два</p></div>", "<p>один</p>\n<p>два</p>"),
        ("<p>&nbsp;</p><p></p><p>т</p>", "<p>т</p>"),
        ("<p>a &lt;b&gt; &amp; c</p>", "<p>a &lt;b&gt; &amp; c</p>"),
        ('<p><img data-photo="7" src="/x.webp" alt="">Текст</p>', f"{FIGURE}\n<p>Текст</p>"),
        (
            '<p>Текст <strong><img data-photo="7"></strong></p>',
            f"<p>Текст <strong></strong></p>\n{FIGURE}",
        ),
        (FIGURE, FIGURE),
        ('<figure data-photo="7 onload">т</figure>', "<p>т</p>"),
        ('<figure><img data-photo="7"><figcaption>к</figcaption></figure>', FIGURE),
        (
            "<table><tbody><tr><td colspan='2' width='9'>1</td></tr></tbody></table>",
            '<table><tbody><tr><td colspan="2">1</td></tr></tbody></table>',
        ),
        ("", ""),
        (None, ""),
    ],
)
def test_sanitized_body_keeps_the_press_vocabulary(html, stored):
    assert sanitize_body(html) == stored
    assert sanitize_body(stored) == stored


def test_body_is_sanitized_by_every_write_to_the_database(db):
    dirty, clean = "<p onclick='x'>т</p>", "<p>т</p>"
    event = EventFactory(body_ru=dirty, body_kk=dirty)
    Event.objects.bulk_create([Event(slug="bulk", title_ru="Т", body_ru=dirty)])
    assert set(Event.objects.values_list("body_ru", flat=True)) == {clean}
    Event.objects.update(body_en=dirty)
    assert set(Event.objects.values_list("body_en", flat=True)) == {clean}
    event.body_kk = dirty
    Event.objects.bulk_update([event], ["body_kk"])
    assert Event.objects.get(pk=event.pk).body_kk == clean
    assert isinstance(Event._meta.get_field("body_kk"), BodyField)


def test_pictures_of_a_body_are_listed_and_placed():
    body = f'{FIGURE}\n<p>т</p>\n<figure data-photo="9"></figure>\n{FIGURE}'
    assert photo_ids(body) == [7, 9]
    assert place_pictures(body, lambda pk: f"[{pk}]") == "[7]\n<p>т</p>\n[9]\n[7]"


def test_plain_text_has_a_line_a_block():
    assert plain_text("<p>Один <em>два</em></p>\n<ul><li>три</li></ul>") == "Один два\nтри"


def test_a_body_may_open_with_its_lead():
    body = (
        '<figure data-photo="1"></figure><p>В <strong>Астане</strong>\nоткрылся форум. Он идёт.</p>'
    )
    assert opens_with(body, "В Астане открылся форум.")
    assert opens_with(body, "В Астане открылся…")
    assert not opens_with(body, "Форум открылся.")
    assert not opens_with(body, "")
