import time

import docx
import pytest
from django.utils.translation import override
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE

from news.importing.release import Dropped, UnreadableFile
from news.importing.word import read_word
from tests.news.importing.documents import (
    add_picture,
    append_xml,
    part_of,
    picture_bytes,
    repacked,
    to_bytes,
    word_file,
)

FIGURE = '<figure data-picture="p{}"></figure>'


def start(*paragraphs):
    document = docx.Document()
    for paragraph in ("Форум открыт", *paragraphs):
        document.add_paragraph(paragraph)
    return document


def read(document):
    return read_word("форум.docx", to_bytes(document))


def link(document, paragraph, href, text):
    rel = document.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    append_xml(paragraph, f'<w:hyperlink r:id="{rel}"><w:r><w:t>{text}</w:t></w:r></w:hyperlink>')


def test_text_is_kept_as_clean_blocks():
    document = start()
    paragraph = document.add_paragraph("  В Астане ")
    paragraph.add_run("открылся").bold = True
    paragraph.add_run(" форум & ")
    paragraph.add_run("выставка").italic = True
    paragraph.add_run(" <script>\N{NO-BREAK SPACE} ")
    document.add_paragraph("Гости", style="List Bullet")
    document.add_paragraph("Участники", style="List Bullet")
    document.add_paragraph("Единство", style="Quote")
    release = read(document)
    assert release.title == "Форум открыт"
    assert release.paragraphs == [
        "<p>В Астане <strong>открылся</strong> форум &amp; <em>выставка</em> &lt;script&gt;</p>",
        "<ul><li>Гости</li><li>Участники</li></ul>",
        "<blockquote><p>Единство</p></blockquote>",
    ]
    assert release.plain_text.split("\n") == [
        "В Астане открылся форум & выставка <script>",
        "Гости Участники",
        "Единство",
    ]
    assert (release.dropped, release.warnings) == ([], [])


def test_table_keeps_its_cells():
    document = start("Итоги:")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Участники"
    table.cell(1, 0).text, table.cell(1, 1).text = "Гости", "39"
    assert read(document).paragraphs[1] == (
        '<table><tbody><tr><td colspan="2">Участники</td></tr>'
        "<tr><td>Гости</td><td>39</td></tr></tbody></table>"
    )


def test_only_links_to_pages_and_mail_stay():
    document = start()
    paragraph = document.add_paragraph()
    link(document, paragraph, "https://assembly.example/?a=1", "Сайт")
    link(document, paragraph, "mailto:press@assembly.example", " почта")
    link(document, paragraph, "javascript:alert(1)", " скрипт")
    link(document, paragraph, r"file:///C:\Users\user\Форум.doc", " файл")
    append_xml(paragraph, '<w:hyperlink w:anchor="b"><w:r><w:t> место</w:t></w:r></w:hyperlink>')
    append_xml(paragraph, '<w:hyperlink r:id="rId404"><w:r><w:t> ничто</w:t></w:r></w:hyperlink>')
    release = read(document)
    assert release.paragraphs == [
        '<p><a href="https://assembly.example/?a=1">Сайт</a>'
        '<a href="mailto:press@assembly.example"> почта</a> скрипт файл место ничто</p>'
    ]
    assert release.dropped == [Dropped("link", "скрипт"), Dropped("link", "файл")]


def test_tracked_changes_are_read_as_accepted():
    document = start()
    paragraph = document.add_paragraph("Форум открыт.")
    append_xml(
        paragraph,
        '<w:ins w:id="1" w:author="a"><w:r><w:t> Вставлено.</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="a"><w:r><w:delText> СЕКРЕТ.</w:delText></w:r></w:del>'
        '<w:moveFrom w:id="3" w:author="a"><w:r><w:t> Было.</w:t></w:r></w:moveFrom>'
        '<w:moveTo w:id="4" w:author="a"><w:r><w:t> Стало.</w:t></w:r></w:moveTo>',
    )
    release = read(document)
    assert release.plain_text == "Форум открыт. Вставлено. Стало."
    assert release.dropped == [Dropped("deleted text", "1")]


def test_what_is_not_text_is_dropped_with_a_note():
    document = start("", "Форум открыт.")
    append_xml(
        document.paragraphs[-1],
        '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>',
    )
    document.sections[0].header.paragraphs[0].text = "Бланк"
    document.sections[0].footer.paragraphs[0].text = "Страница"
    document.add_comment(document.paragraphs[0].runs, text="Проверить!", author="a")
    release = read(document)
    assert release.plain_text == "Форум открыт."
    assert sorted((dropped.kind, dropped.text) for dropped in release.dropped) == [
        ("bookmark", "_GoBack"),
        ("comment", "Проверить!"),
        ("empty paragraphs", "1"),
        ("footer", "Страница"),
        ("header", "Бланк"),
    ]
    with override("en"):
        assert {str(dropped) for dropped in release.dropped} >= {"comment: Проверить!"}


def test_text_box_is_dropped_once_with_its_words():
    document = start("Форум открыт.")
    box = "<w:txbxContent><w:p><w:r><w:t>В рамке</w:t></w:r></w:p></w:txbxContent>"
    shape = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    append_xml(
        document.paragraphs[-1],
        '<w:r><mc:AlternateContent xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx {shape}>{box}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>",
    )
    release = read(document)
    assert release.paragraphs == ["<p>Форум открыт.</p>"]
    assert release.dropped == [Dropped("text box", "В рамке")]


def test_pictures_become_blocks_of_their_own():
    document = start()
    opening = document.add_paragraph()
    add_picture(opening, descr=r"C:\Users\user\ФОТО\Зал 1.jpg")
    opening.add_run("Гости приехали.")
    closing = document.add_paragraph("Выступил докладчик.")
    add_picture(closing, picture_bytes("PNG"), descr="Докладчик у трибуны", name="Доклад.png")
    cell = document.add_table(1, 1).cell(0, 0)
    add_picture(cell.paragraphs[0], picture_bytes("JPEG", "red"))
    release = read(document)
    assert release.paragraphs == [
        FIGURE.format(1),
        "<p>Гости приехали.</p>",
        "<p>Выступил докладчик.</p>",
        FIGURE.format(2),
        FIGURE.format(3),
    ]
    assert [(found.filename, found.alt_text) for found in release.pictures] == [
        ("Зал 1.jpg", ""),
        ("Доклад.png", "Докладчик у трибуны"),
        ("image3.jpg", ""),
    ]
    assert release.pictures[1].data == picture_bytes("PNG")
    assert release.dropped == [Dropped("local path", "Зал 1.jpg")]


def test_group_of_pictures_gives_each():
    document = start("Гости")
    add_picture(document.paragraphs[-1], name="Первая.jpg")
    add_picture(document.paragraphs[-1], picture_bytes("PNG"), name="Вторая.png")
    first, second = document.element.body.iter("{*}inline")
    next(first.iter("{*}graphicData")).append(next(second.iter("{*}pic")))
    second.getparent().getparent().getparent().remove(second.getparent().getparent())
    release = read(document)
    assert release.paragraphs == ["<p>Гости</p>", FIGURE.format(1), FIGURE.format(2)]
    assert [found.filename for found in release.pictures] == ["Первая.jpg", "Вторая.png"]


@pytest.mark.parametrize("data", [picture_bytes("GIF"), picture_bytes("BMP")])
def test_picture_in_another_format_is_dropped_with_its_name(data):
    document = start("Гости")
    add_picture(document.paragraphs[-1], data, name="Схема.gif")
    release = read(document)
    assert (release.paragraphs, release.pictures) == (["<p>Гости</p>"], [])
    assert release.dropped == [Dropped("picture", "Схема.gif")]


def test_picture_that_is_named_but_absent_is_noted():
    document = start("Гости")
    add_picture(document.paragraphs[-1], name="Зал.jpg")
    document.element.body.find(".//{*}blip").set(
        "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed", "rId404"
    )
    release = read(document)
    assert release.paragraphs == ["<p>Гости</p>"]
    assert [dropped.kind for dropped in release.dropped] == ["picture"]


def test_footnotes_stand_at_the_end():
    document = start()
    append_xml(
        document.add_paragraph("Форум открыт"),
        '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>.</w:t></w:r>',
    )
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = (
        f'<w:footnotes {namespace}><w:footnote w:id="2"><w:p><w:r><w:t>Данные на 1 мая.</w:t>'
        "</w:r></w:p></w:footnote></w:footnotes>"
    )
    with override("en"):
        release = read_word("a.docx", repacked(to_bytes(document), {"word/footnotes.xml": notes}))
        assert [str(warning) for warning in release.warnings] == [
            "The footnotes stand at the end of the text."
        ]
    assert release.paragraphs == [
        "<p>Форум открыт<sup>[1]</sup>.</p>",
        "<p>[1] Данные на 1 мая.</p>",
    ]


def heading(level):
    return lambda document: document.add_heading("Заголовок", level)


def bold(document):
    document.add_paragraph().add_run("Заголовок").bold = True


def centred(document):
    document.add_paragraph("Заголовок").alignment = WD_ALIGN_PARAGRAPH.CENTER


def plain(text):
    return lambda document: document.add_paragraph(text)


LONG = plain("Сегодня в столице прошёл форум. " * 9)


@pytest.mark.parametrize(
    ("title", "before"),
    [
        ("Заголовок", [heading(0)]),
        ("Заголовок", [LONG, heading(0)]),
        ("Заголовок", [heading(1)]),
        ("Заголовок", [plain("Астана"), heading(1)]),
        ("Заголовок", [heading(3)]),
        ("Заголовок", [bold]),
        ("Заголовок", [centred]),
        ("Заголовок", [plain("3 сентября 2018 года, Астана"), bold]),
        ("Заголовок", [plain("ПРЕСС-РЕЛИЗ"), plain("Заголовок")]),
        ("Заголовок", [plain("Заголовок")]),
        ("«Заголовок в кавычках»", [plain("«Заголовок в кавычках»")]),
        ("", [LONG]),
        ("", [plain("Сегодня в столице прошёл форум.")]),
    ],
)
def test_title_is_found(title, before):
    document = docx.Document()
    for add in before:
        add(document)
    document.add_paragraph("Форум собрал гостей.")
    with override("en"):
        release = read(document)
        warnings = [] if title else ["No title was found. Write one."]
        assert [str(warning) for warning in release.warnings] == warnings
    assert release.title == title
    assert "Заголовок" not in release.body
    assert release.paragraphs[-1] == "<p>Форум собрал гостей.</p>"


def test_headings_of_the_body_start_at_the_second_level():
    document = docx.Document()
    for level in (1, 2, 4, 5, 6):
        document.add_heading(f"Раздел {level}", level)
    release = read(document)
    assert release.title == "Раздел 1"
    assert release.paragraphs == [
        "<h2>Раздел 2</h2>",
        "<h3>Раздел 4</h3>",
        "<h4>Раздел 5</h4>",
        "<h4>Раздел 6</h4>",
    ]


def test_paragraph_that_repeats_the_title_stays():
    assert read(start("Форум открыт")).paragraphs == ["<p>Форум открыт</p>"]


def test_main_part_of_word_on_the_web_is_read():
    data = word_file("Форум открыт", "Гости приехали.")
    moved = {
        "word/document.xml": None,
        "word/document2.xml": part_of(data, "word/document.xml"),
        "word/_rels/document.xml.rels": None,
        "word/_rels/document2.xml.rels": part_of(data, "word/_rels/document.xml.rels"),
        "_rels/.rels": part_of(data, "_rels/.rels").replace("document.xml", "document2.xml"),
    }
    assert read_word("a.docx", repacked(data, moved)).plain_text == "Гости приехали."


def broken(old, new):
    data = word_file("Форум открыт")
    return repacked(
        data, {"word/document.xml": part_of(data, "word/document.xml").replace(old, new)}
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (word_file(), "holds no text"),
        (word_file(" ", "\N{NO-BREAK SPACE}"), "holds no text"),
        (broken("<w:r>", '<w:sym w:char="x"/><w:r>'), "cannot be read"),
        (broken("w:body>", "w:other>"), "cannot be read"),
    ],
)
def test_unreadable_document_gets_a_sentence(data, words):
    with override("en"), pytest.raises(UnreadableFile, match=words) as refused:
        read_word("форум.docx", data)
    assert str(refused.value).startswith("“форум.docx” ")


def test_picture_without_text_is_no_release():
    document = docx.Document()
    add_picture(document.add_paragraph())
    with override("en"), pytest.raises(UnreadableFile, match="holds no text"):
        read(document)


def test_long_release_is_read_in_seconds():
    document = start(*(f"Абзац {number}. " + "Слово за словом. " * 20 for number in range(500)))
    started = time.monotonic()
    assert len(read(document).paragraphs) == 500
    assert time.monotonic() - started < 10


def test_paragraph_of_a_book_is_refused():
    with override("en"), pytest.raises(UnreadableFile, match="too much text"):
        read(start(" ".join(map(str, range(20_000)))))
