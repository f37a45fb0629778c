import pytest
from django.utils.translation import override

from news.importing.release import Dropped, UnreadableFile
from news.importing.text import read_text

FIGURE = '<figure data-picture="p{}"></figure>'


def read(text):
    return read_text("форум.txt", text.encode())


def test_first_line_is_the_title_and_each_other_a_paragraph():
    release = read(
        "\n  Форум\N{NO-BREAK SPACE} открыт \r\n\n\tПервый  абзац.\nВторой\n\n\nТретий\n"
    )
    assert release.title == "Форум открыт"
    assert release.paragraphs == ["<p>Первый абзац.</p>", "<p>Второй</p>", "<p>Третий</p>"]
    assert release.plain_text == "Первый абзац.\nВторой\nТретий"
    assert (release.dropped, release.warnings) == ([], [])


def test_image_markers_become_pictures_in_their_places():
    release = read(
        "Форум\n"
        r"[image: C:\Users\user\Desktop\ФОТО\Зал 1.jpg][IMAGE:/home/user/Гости.png]Гости "
        "приехали\n"
        r"Выступил [Image: D:\a.b\Доклад.JPG]  докладчик" + "\n[image: итог.jpg]"
    )
    names = [(picture.key, picture.filename, picture.data) for picture in release.pictures]
    assert names == [
        ("p1", "Зал 1.jpg", None),
        ("p2", "Гости.png", None),
        ("p3", "Доклад.JPG", None),
        ("p4", "итог.jpg", None),
    ]
    assert release.paragraphs == [
        FIGURE.format(1),
        FIGURE.format(2),
        "<p>Гости приехали</p>",
        "<p>Выступил докладчик</p>",
        FIGURE.format(3),
        FIGURE.format(4),
    ]
    assert release.plain_text.split("\n")[2] == "Гости приехали"


def test_picture_before_the_title_leads():
    release = read("[image: a.jpg]Форум\nТекст")
    assert (release.title, release.paragraphs) == ("Форум", [FIGURE.format(1), "<p>Текст</p>"])


def test_other_markers_are_dropped_with_a_note():
    release = read("Форум[bookmark: _GoBack]\n[bookmark: b]Он [table: 1] открыт [прим.: ред.]")
    assert release.title == "Форум"
    assert release.paragraphs == ["<p>Он открыт [прим.: ред.]</p>"]
    assert release.dropped == [
        Dropped("bookmark", "_GoBack"),
        Dropped("bookmark", "b"),
        Dropped("marker", "[table: 1]"),
    ]


def test_text_is_escaped():
    release = read('Форум\n<script>a("1 & 2")</script>')
    assert release.paragraphs == ['<p>&lt;script&gt;a("1 &amp; 2")&lt;/script&gt;</p>']
    assert release.plain_text == '<script>a("1 & 2")</script>'


KAZAKH = "Форум ашылды\nӘріптестер мен қонақтар Өскеменге келді, «Ұлы дала» үні – һәм"
RUSSIAN = "Форум открыт\nГости «Дома дружбы» приехали – № 5, съёмка…"
KOI = "Форум открыт\nГости приехали в Дом дружбы"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", KAZAKH),
        ("utf-8-sig", KAZAKH),
        ("utf-16", KAZAKH),
        ("utf-16-le", KAZAKH),
        ("utf-16-be", KAZAKH),
        ("kz1048", KAZAKH),
        ("cp1251", RUSSIAN),
        ("cp1251", RUSSIAN.upper()),
        ("koi8-r", KOI),
        ("koi8-r", KOI.upper()),
        ("cp866", KOI),
        ("cp1251", "Guests’ forum\nIt’s “open” – that’s all"),
        ("ascii", "Forum opens\nGuests came"),
    ],
)
def test_old_encodings_are_read(encoding, text):
    release = read_text("a.txt", text.encode(encoding))
    assert f"{release.title}\n{release.plain_text}" == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 9, "is not a text file"),
        (bytes(3000), "is not a text file"),
        (bytes(range(256)), "is not a text file"),
        (b"\xff\xfe" + bytes(range(256)) * 3, "is not a text file"),
        (b" \r\n\t\n", "holds no text"),
        (b"[image: a.jpg]", "holds no text"),
        ("слово " * 200_000, "too much text"),
    ],
)
def test_what_is_no_release_gets_a_sentence(data, words):
    data = data if isinstance(data, bytes) else data.encode()
    with override("en"), pytest.raises(UnreadableFile, match=words) as refused:
        read_text("форум.txt", data)
    assert str(refused.value).startswith("“форум.txt” ")


def test_long_title_is_warned_of():
    with override("en"):
        release = read("Слово " * 50 + "\nТекст")
        assert [str(warning) for warning in release.warnings] == ["The title is long. Shorten it."]


def test_lines_that_broke_at_a_width_are_one_paragraph():
    text = """\
Совет собрался в новом Доме дружбы и назвал гостей осени
На заседании совета в областном центре выступил с докладом Алексей
Цхай, а после него говорили гости из трех районов области, которых
пригласили за неделю до встречи. Затем все поехали в новый Дом
дружбы и осмотрели его залы, где через час начался первый концерт.

    Вечером на площади был открыт праздник молодых певцов и гостей
из шести школ города.
"""
    release = read_text("a.txt", text.replace("\n", "\r\n").encode())
    assert release.title == "Совет собрался в новом Доме дружбы и назвал гостей осени"
    first, second = release.paragraphs
    assert first.startswith("<p>На заседании")
    assert first.endswith("первый концерт.</p>")
    assert second.startswith("<p>Вечером на")
    assert second.endswith("шести школ города.</p>")
    assert "Алексей Цхай" in release.plain_text
