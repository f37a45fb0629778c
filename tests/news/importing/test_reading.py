import unicodedata

import docx
import pytest
from django.utils.translation import override

from news.importing.reading import MAX_FILE_MB, read_release
from news.importing.release import UnreadableFile
from tests.news.importing.documents import add_picture, picture_bytes, to_bytes, word_file

TEXT = "Форум\n[image: C:\\a\\Зал 1.jpg]Гости приехали\n[image: Йод.jpeg]".encode()


def placed(release):
    return {picture.filename: picture.data for picture in release.pictures if picture.placed}


def test_content_decides_more_than_the_extension():
    for name in ("a.docx", "a.doc", "a.txt", "a"):
        release = read_release(name, word_file("Форум открыт", "В Астане открылся форум."))
        assert release.title == "Форум открыт"
    assert read_release("A.TXT", b"Forum\nOpen").title == "Forum"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.docx", b"", "is empty"),
        ("a.txt", bytes(MAX_FILE_MB * 1024 * 1024 + 1), "is larger than 30 MB"),
        ("a.docx", TEXT, "is not a Word document"),
        ("a.jpg", picture_bytes(), "is not a Word document"),
        ("a.txt", picture_bytes(), "is not a text file"),
        ("a.txt", b"PK\x03\x04 text", "is damaged"),
        ("../b/a.docx", b"text", "is not a Word document"),
    ],
)
def test_other_files_get_a_sentence(name, data, words):
    with override("en"), pytest.raises(UnreadableFile, match=words) as refused:
        read_release(name, data)
    assert str(refused.value).startswith(f"“{name.rpartition('/')[2]}” ")


def test_photos_take_the_places_of_the_markers_that_name_them():
    decomposed = unicodedata.normalize("NFD", "йод.JPG")
    release = read_release("a.txt", TEXT, {"зал_1.JPEG": b"1", decomposed: b"2", "Гость.jpg": b"3"})
    assert placed(release) == {"зал_1.JPEG": b"1", decomposed: b"2"}
    [loose] = [picture for picture in release.pictures if not picture.placed]
    assert (loose.key, loose.filename, loose.data) == ("p3", "Гость.jpg", b"3")
    assert release.body.count("<figure") == 2
    assert release.warnings == []


def test_exact_name_wins_over_a_similar_one():
    release = read_release("a.txt", TEXT, {"Зал-1.jpg": b"0", "Зал 1.jpg": b"1", "зал 1.jpg": b"2"})
    assert placed(release) == {"Зал 1.jpg": b"1", "Йод.jpeg": None}
    assert sum(not picture.placed for picture in release.pictures) == 2


def test_missing_photos_are_listed_and_counted():
    with override("en"):
        release = read_release("a.txt", TEXT, {"Зал 1.jpg": b"1"})
        assert [str(warning) for warning in release.warnings] == [
            "1 photo that the text names was not handed in."
        ]
        release = read_release("a.txt", TEXT)
    assert placed(release) == {"Зал 1.jpg": None, "Йод.jpeg": None}


def test_photo_beside_a_word_file_replaces_its_smaller_copy():
    document = docx.Document()
    document.add_paragraph("Форум открыт")
    add_picture(document.add_paragraph("Гости"), descr=r"C:\ФОТО\Зал 1.jpg")
    photo = picture_bytes(color="red")
    release = read_release("a.docx", to_bytes(document), {"Зал 1.JPG": photo})
    assert placed(release) == {"Зал 1.JPG": photo}
    assert len(release.pictures) == 1


def test_title_without_a_text_is_warned_of():
    with override("en"):
        release = read_release("a.txt", b"Forum")
        assert [str(warning) for warning in release.warnings] == [
            "There is no text under the title."
        ]
