import pytest

from news.importing.languages import guess_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "В столице открылся форум этнокультурных объединений."),
        ("ru", "Заседание Совета Ассамблеи народа Казахстана"),
        ("ru", "Сәуле Әлиева выступила на форуме и рассказала о Қазақстан Республикасы."),
        ("kk", "Астанада этномәдени бірлестіктердің форумы ашылды."),
        ("kk", "Қазақстан халқы Ассамблеясы Кеңесінің отырысы"),
        ("kk", "Форумга Иванов пен Петрова катысты, бұл туралы айтты"),
        ("en", "A forum of ethnocultural associations opened in Astana."),
        ("en", "The Assembly (Ассамблея) met in Astana"),
        ("ru", ""),
        ("ru", "2018"),
    ],
)
def test_language_is_guessed_from_letters_and_words(language, text):
    assert guess_language(text) == language
