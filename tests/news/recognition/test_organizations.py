"""Organizations: the longest name, abbreviations, quotation marks, names like others."""

import pytest

from news.checks.base import Subject
from news.checks.names import UnapprovedName
from news.recognition.finding import find_mentions
from organizations.models import Organization, OrganizationName
from tests.news.recognition.test_names import organization

pytestmark = pytest.mark.django_db


def found(text, language="ru"):
    return [(one.text, one.id, one.certain) for one in find_mentions(text, language)]


@pytest.fixture
def assembly():
    return organization(name="Ассамблея народа Казахстана", short_name="АНК")


@pytest.mark.parametrize("text", ["«Арирам»", "„Арирам“", "“Арирам”", '"Арирам"', "‘Арирам’"])
def test_quotation_marks_of_any_kind(text):
    one = organization(name="Объединение «Арирам»")
    assert found(f"Выставку открыл {text}.") == [(text, one.pk, True)]


def test_quotation_mark_that_nothing_closes():
    one = organization(name="Объединение «Арирам»")
    assert found("Выставку открыл «Арирам.") == [("Арирам", one.pk, True)]


@pytest.mark.parametrize(
    "text",
    ["ОФ «Казахстанское объединение немцев „Возрождение“»",
     "ОФ «Казахстанское объединение немцев «Возрождение»"],
)  # fmt: skip
def test_nested_quotation_marks(text):
    one = organization(name="ОФ «Казахстанское объединение немцев „Возрождение“»")
    assert found(f"Выступил {text}.") == [(text, one.pk, True)]


def test_abbreviation_is_a_word_of_its_own(assembly):
    assert found("АНКА, банк, АНК-клуб и анк.") == []
    assert found("В АНК ждут.") == [("АНК", assembly.pk, True)]


def test_name_of_an_organization_inside_anothers_is_known_by_any_name(assembly):
    one = organization(name="Секретариат Ассамблеи народа Казахстана")
    text = "Секретариатом АНК руководит он, а Секретариат Ассамблеи народа Казахстана ждет."
    assert [(shown, pk) for shown, pk, _certain in found(text)] == [
        ("Секретариатом АНК", one.pk),
        ("Секретариат Ассамблеи народа Казахстана", one.pk),
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Одақ Басқармасында жиын өтті.", "Одақ Басқармасында"),
        ("Одақтың Басқармасы жиналды.", "Одақтың Басқармасы"),
        ("ҚСО Басқармасындағы жиын.", "ҚСО Басқармасындағы"),
        ("Одақта басқарма сайланды.", "Одақта"),
        ("Басқармасы бар.", None),
    ],
)
def test_kazakh_body_by_the_short_name_of_its_parent(text, shown):
    name = "Қазақстан суретшілерінің одағы"
    parent = organization("kk", name=name, short_name="ҚСО")
    OrganizationName.objects.create(
        organization=parent, language="kk", name="Одақ", is_accepted=True
    )
    one = organization("kk", name="Қазақстан суретшілерінің одағының Басқармасы")
    Organization.objects.filter(pk=one.pk).update(parent=parent)
    expected = [(shown, one.pk if "асқарма" in shown else parent.pk, True)] if shown else []
    assert found(text, "kk") == expected


def test_country_only_where_the_directory_has_it():
    assert found("Депутат Парламента РК.") == []
    one = organization(name="Республика Казахстан", short_name="РК")
    assert found("Закон РК и народ Республики Казахстан.") == [
        ("РК", one.pk, True),
        ("Республики Казахстан", one.pk, True),
    ]


@pytest.mark.parametrize(
    "text",
    ["Дом дружбы города Алматы", "Дом дружбы г. Алматы", "Дом дружбы Алматы",
     "Алматинский Дом дружбы", "Алматинский городской Дом дружбы"],
)  # fmt: skip
def test_place_in_either_order(text):
    one = organization(name="Дом дружбы города Алматы")
    organization(name="Дом дружбы города Астаны")
    assert found(f"Открыт {text}.") == [(text, one.pk, True)]


@pytest.mark.parametrize(
    ("city", "spelling", "text", "approved"),
    [
        ("Алматы", "Алматинский Дом дружбы", "Алматинский Дом дружбы", "Дом дружбы города Алматы"),
        ("Караганды", "Карагандинский Дом дружбы", "Карагандинского Дома дружбы",
         "Дома дружбы города Караганды"),
        ("Алматы", "Дом дружбы города Алматы", "Дом дружбы города Алматы", ""),
        ("Алматы", "Дворец дружбы", "Алматинский Дом дружбы", ""),
    ],
)  # fmt: skip
def test_spelling_with_the_town_that_is_not_approved(city, spelling, text, approved):
    one = organization(name=f"Дом дружбы города {city}")
    OrganizationName.objects.create(organization=one, language="ru", name=spelling)
    (mention,) = find_mentions(f"Форум {text}.", "ru")
    assert (mention.text, mention.id, mention.approved) == (text, one.pk, approved)
    subject = Subject("ru", title=f"Форум {text}.")
    assert [finding.mend for finding in UnapprovedName().find(subject)] == [approved] * bool(
        approved
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Дом дружбы города Алматы", "Открыт Дом дружбы Астаны."),
        ("Дом дружбы", "О работе Домов дружбы говорили."),
        ("Ассамблея", "На Генеральной Ассамблее ООН говорили."),
        ("Ассамблея", "Прошла Ассамблея народов Евразии."),
        ("Казахстанская правда", "Газета «Новая Казахстанская правда» закрыта."),
    ],
)
def test_name_like_anothers_is_not_found(name, text):
    organization(name=name)
    assert found(text) == []


def test_name_that_goes_on_is_in_doubt():
    one = organization(name="Министерство культуры")
    assert found("Приказ Министерства культуры и спорта вышел.") == [
        ("Министерства культуры", one.pk, False)
    ]


@pytest.mark.parametrize(
    ("language", "name", "text", "certainty"),
    [
        ("ru", "Министерство культуры", "Министерство культуры Республики Узбекистан", None),
        ("ru", "Министерство культуры", "Министерства культуры Кыргызской Республики", None),
        ("ru", "Министерство культуры", "Министерство культуры КР", None),
        ("ru", "Министерство культуры", "Министерство культуры США", None),
        ("ru", "Министерство культуры", "Министерство культуры Украины", None),
        ("ru", "Министерство культуры", "Министерство культуры РК", True),
        ("ru", "Министерство культуры", "Министерство культуры Республики Казахстан", True),
        ("ru", "Министерство культуры", "Министерство культуры Казахстана", True),
        ("ru", "Министерство культуры", "Министерство культуры республики", True),
        ("ru", "Мажилис Парламента Республики Казахстан",
         "Мажилис Парламента Исламской Республики Иран", None),
        ("ru", "Ассамблея народа Казахстана", "АНК Карагандинской области", False),
        ("ru", "Ассамблея народа Казахстана", "АНК Республики Казахстан", True),
        ("kk", "Мәдениет министрлігі", "Қырғызстанның Мәдениет министрлігі", None),
        ("kk", "Мәдениет министрлігі", "Өзбекстан Республикасының Мәдениет министрлігі", None),
        ("kk", "Мәдениет министрлігі", "Қырғыз Республикасының Мәдениет министрлігі", None),
        ("kk", "Мәдениет министрлігі", "Қазақстан Республикасының Мәдениет министрлігі", True),
        ("kk", "Мәдениет министрлігі", "ҚР Мәдениет министрлігі", True),
        ("kk", "Мәдениет министрлігі", "Қазақстанның Мәдениет министрлігі", True),
        ("en", "Ministry of Culture", "The Ministry of Culture of Ukraine", None),
        ("en", "Ministry of Culture", "Ministry of Culture of the Republic of Uzbekistan", None),
        ("en", "Ministry of Culture", "Ukraine's Ministry of Culture", None),
        ("en", "National Library", "The National Library of Wales", None),
        ("en", "National Library", "The National Library of Almaty", False),
        ("en", "National Library", "The National Library of Ulytau Region", False),
        ("en", "National Library", "The National Library of the Steppe", False),
        ("en", "Ministry of Culture", "The Ministry of Culture of Karaganda Region", False),
        ("en", "Ministry of Culture", "Ministry of Culture of the Republic of Kazakhstan", True),
        ("en", "Ministry of Culture", "The Ministry of Culture of Kazakhstan", True),
    ],
)  # fmt: skip
def test_body_of_another_country_or_region_is_not_ours(language, name, text, certainty):
    short = {"short_name": "АНК"} if name.startswith("Ассамблея") else {}
    organization(language, name=name, **short)
    shown = [certain for _text, _pk, certain in found(f"{text}.", language)]
    assert shown == ([] if certainty is None else [certainty])


@pytest.mark.parametrize(
    ("language", "name", "text", "certainty"),
    [
        ("ru", "Объединение «Чулпан»", "Гостиница «Чулпан» открыта.", False),
        ("ru", "Объединение «Чулпан»", "В кафе «Чулпан» ждут.", False),
        ("ru", "Объединение «Чулпан»", "ТОО «Чулпан» строит.", False),
        ("ru", "Объединение «Чулпан»", "Открыт детский сад «Чулпан».", False),
        ("ru", "Объединение «Чулпан»", "Выступил ансамбль «Чулпан».", False),
        ("ru", "Объединение «Чулпан»", "Татарский центр «Чулпан» открыт.", True),
        ("ru", "Объединение «Чулпан»", "ЭКО «Чулпан» открыто.", True),
        ("ru", "Объединение «Чулпан»", "Объединение татар города «Чулпан» открыто.", True),
        ("ru", "Объединение «Чулпан»", "Вчера выступил «Чулпан».", True),
        ("ru", "Объединение «Светлица»", "Концерт «Светлицы» прошел.", True),
        ("ru", "Объединение «Чулпан»", "Члены «Чулпан» пришли.", True),
        ("ru", "Газета «Арирам»", "Вышла газета «Арирам».", True),
        ("ru", "Газета «Арирам»", "Открыт центр «Арирам».", False),
        ("kk", "«Чулпан» бірлестігі", "«Чулпан» қонақүйі ашылды.", False),
        ("kk", "«Чулпан» бірлестігі", "«Чулпан» татар орталығы ашылды.", True),
        ("kk", "«Чулпан» бірлестігі", "«Чулпан» мүшелері келді.", True),
        ("en", "“Heimat” Association", "The “Heimat” cafe is open.", False),
        ("en", "“Heimat” Association", "Hotel “Heimat” is open.", False),
        ("en", "“Heimat” Association", "The “Heimat” centre is open.", True),
        ("en", "Heimat", "Hotel Heimat is open.", False),
        ("en", "Heimat", "The Heimat cafe is open.", False),
        ("en", "Heimat", "Heimat sang at the hotel.", True),
        ("kk", "«Чулпан» бірлестігі", "«Чулпан» кеше мектепте болды.", True),
        ("en", "“Heimat” Association", "Yesterday “Heimat” sang.", True),
    ],
)  # fmt: skip
def test_another_kind_of_thing_with_the_same_name_is_in_doubt(language, name, text, certainty):
    organization(language, name=name)
    assert [certain for _text, _pk, certain in found(text, language)] == [certainty]


def test_two_with_one_abbreviation_are_both_named():
    first = organization(name="Ассоциация корейцев Казахстана", short_name="АКК")
    second = organization(name="Академия кино Казахстана", short_name="АКК")
    (mention,) = find_mentions("В АКК ждут.", "ru")
    assert (mention.id, mention.certain) == (None, False)
    assert set(mention.candidates) == {first.pk, second.pk}
    text = "Ассоциация корейцев Казахстана растет. В АКК ждут."
    assert found(text)[1] == ("АКК", first.pk, True)


@pytest.mark.parametrize(("text", "language"), [("ҚХА-ның", "kk"), ("ҚХАның", "kk"), ("ҚХА", "kk")])
def test_abbreviation_with_an_ending(text, language):
    one = organization(language, name="Ассамблея", short_name="ҚХА")
    assert [(shown, pk) for shown, pk, _ in found(f"{text} 30", language)] == [(text, one.pk)]


@pytest.mark.parametrize(
    ("short", "text", "is_found"),
    [
        ("ТЮЗ", "В ТЮЗе ждут.", True),
        ("ТЮЗ", "Актёры ТЮЗа ждут.", True),
        ("БАМТ", "Работал он с БАМТом.", True),
        ("ТЮЗ", "Все ТЮЗы ждут.", False),
        ("ТЮЗ", "ТЮЗА", False),
        ("ВДК", "В ВДКе ждут.", False),
        ("ОБСЕ", "Из ОБСЕа ждут.", False),
    ],
)
def test_russian_abbreviation_that_is_read_as_a_word(short, text, is_found):
    organization(name="Театр юного зрителя", short_name=short)
    assert bool(found(text)) == is_found


@pytest.mark.parametrize("text", ["No. 9", "No 9", "№ 9", "№9"])
def test_number_of_an_english_name(text):
    one = organization("en", name="St. Nicholas School No. 9")
    assert found(f"St. Nicholas School {text} won.", "en") == [
        (f"St. Nicholas School {text}", one.pk, True)
    ]
    assert found("St. Nicholas School No. 8 won.", "en") == []


@pytest.mark.parametrize(
    ("name", "text", "is_found"),
    [
        ("Театр города Тараз", "Актёр театра Тараз приехал.", True),
        ("Театр города Тараз", "Актёр театра города приехал.", False),
        ("Дом мира", "Вошёл в дом мира и добра.", False),
    ],
)
def test_kind_in_lower_case_before_its_town(name, text, is_found):
    organization(name=name)
    assert bool(found(text)) == is_found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Тараз қаласының әкімдігі", "Тараз қалалық әкімдігі"),
        ("Жамбыл облыстық филармониясы", "Жамбыл облысының филармониясы"),
        ("Меркі ауданының кітапханасы", "Меркі аудандық кітапханасы"),
    ],
)
def test_kazakh_region_as_an_adjective(name, text):
    one = organization("kk", name=name)
    assert found(f"Ол {text}мен келісті.", "kk") == [(f"{text}мен", one.pk, True)]
    assert found(f"Ол Ақтау {text.partition(' ')[2]}мен келісті.", "kk") == []


def test_kazakh_assembly_of_others_is_not_ours():
    one = organization("kk", name="Ассамблея")
    assert found("БҰҰ Бас Ассамблеясы мен АҚШ Ассамблеясы.", "kk") == []
    assert found("Жиында Ассамблеяның мүшелері болды.", "kk") == [("Ассамблеяның", one.pk, True)]


@pytest.mark.parametrize(
    ("text", "approved"),
    [
        ("в Народной ассамблее", "Ассамблее народа Казахстана"),
        ("членов Народной ассамблеи", "Ассамблеи народа Казахстана"),
        ("НАК", "АНК"),
        ("АНК", ""),
    ],
)
def test_name_that_is_not_approved_gets_the_one_that_is(assembly, text, approved):
    for name in ("Народная ассамблея", "НАК"):
        OrganizationName.objects.create(organization=assembly, language="ru", name=name)
    (mention,) = find_mentions(f"Все {text} ждут.", "ru")
    assert (mention.id, mention.approved) == (assembly.pk, approved)


def test_kazakh_name_that_is_not_approved_keeps_its_case():
    one = organization("kk", name="Қазақстан халқы Ассамблеясы")
    OrganizationName.objects.create(organization=one, language="kk", name="Халық ассамблеясы")
    (mention,) = find_mentions("Жиын Халық ассамблеясының қолдауымен өтті.", "kk")
    assert mention.approved == "Қазақстан халқы Ассамблеясының"


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Приехали из Организации по вопросам образования, науки и культуры.", True),
        ("Приехали из Организации по вопросам образования науки и культуры.", True),
        ("Приехали из Организации, по вопросам образования, науки, труда.", False),
    ],
)
def test_name_with_commas(text, is_found):
    organization(name="Организация по вопросам образования, науки и культуры")
    assert bool(found(text)) == is_found


def test_longest_name_goes_on_after_a_comma():
    organization(name="Министерство культуры")
    one = organization(name="Министерство культуры, спорта и туризма")
    text = "В Министерстве культуры, спорта и туризма ждут."
    assert found(text) == [("Министерстве культуры, спорта и туризма", one.pk, True)]


def test_comma_ends_a_name_without_one():
    one = organization(name="Дом дружбы")
    organization(name="Дом дружбы Алматы")
    assert found("Это Дом дружбы, Алматы и гости.") == [("Дом дружбы", one.pk, True)]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("«Ақ жүрек» келді.", True), ("«Ақ жүректің» ісі.", True), ("«Ақ жүректер» келді.", False)],
)
def test_kazakh_plural_is_another_name(text, is_found):
    organization(language="kk", name="«Ақ жүрек» қоры")
    assert bool(found(text, "kk")) == is_found


@pytest.mark.parametrize(
    ("language", "name", "before", "text", "is_found"),
    [
        ("ru", "Союз поляков Казахстана", "Союз поляков Казахстана.", "Это Союз поляков.", True),
        ("ru", "Союз поляков Казахстана", "СПК ждёт гостей.", "Хор Союза поляков поёт.", True),
        ("ru", "Союз поляков Казахстана", "", "Хор Союза поляков поёт.", False),
        ("ru", "Союз поляков Казахстана", "СПК ждёт.", "Это Союз поляков Украины.", False),
        ("ru", "Союз поляков Казахстана", "СПК ждёт.", "Это Союз поляков города Тараза.", False),
        ("ru", "Союз поляков Казахстана", "СПК ждёт.", "Союз с поляками крепнет.", False),
        ("en", "Union of Poles of Kazakhstan", "The UPK won.", "The Union of Poles won.", True),
        ("en", "Union of Poles of Kazakhstan", "UPK won.", "The Union of Poles of Oral.", False),
    ],
)  # fmt: skip
def test_name_without_the_country_after_a_whole_one(language, name, before, text, is_found):
    organization(language=language, name=name, short_name={"ru": "СПК", "en": "UPK"}[language])
    assert len(found(text, language)) == 0
    assert len(found(f"{before} {text}", language)) == bool(before) + is_found


@pytest.mark.parametrize("initials", ["Л.Н. ", "Л. Н. ", "Л.Н.", ""])
def test_name_that_begins_with_initials(initials):
    name = "Л.Н. Гумилев атындағы Еуразия университеті"
    one = organization(language="kk", name=name)
    shown = f"{initials}Гумилев атындағы Еуразия университеті"
    assert found(f"Бұл {shown}нде болды.", "kk") == [(f"{shown}нде", one.pk, True)]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Победила школа «Шаттық».", True),
        ("Победила школа № 7 «Шаттық».", True),
        ("Победила школа № 5 «Шаттық».", False),
        ("Победила школа «Шаттық» № 5.", False),
    ],
)
def test_same_title_with_another_number(text, is_found):
    organization(name="Школа № 7 «Шаттық»")
    assert bool(found(text)) == is_found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Бұл «Туған жер» газетінде шықты.", True),
        ("Бұл «Туған жер»де шықты.", True),
        ("Туған жер – алтын бесік.", False),
    ],
)
def test_name_in_quotation_marks_is_none_without_them(text, is_found):
    one = organization(language="kk", name="«Туған жер» газеті")
    OrganizationName.objects.create(
        organization=one, language="kk", name="«Туған жер»", is_accepted=True
    )
    assert bool(found(text, "kk")) == is_found


@pytest.mark.parametrize(
    ("language", "short", "text", "is_found"),
    [
        ("kk", "ҚОР", "ҚОР мүшелері келді.", True),
        ("kk", "ҚОР", "ЖАҢА ҚОР АШЫЛДЫ.", False),
        ("kk", "ҚМК", "ЖАҢА ҚМК АШЫЛДЫ.", True),
        ("kk", "ҚОР", "ҚОР\nЖиын өтті.", True),
        ("ru", "МИР", "Члены МИР приехали.", True),
        ("ru", "МИР", "МИР ВАШЕМУ ДОМУ", False),
        ("ru", "МИД", "МИД ОТВЕЧАЕТ", True),
    ],
)
def test_abbreviation_like_a_word_in_a_line_of_capitals(language, short, text, is_found):
    organization(language, name="Ассоциация", short_name=short)
    assert bool(found(text, language)) == is_found


@pytest.mark.parametrize(
    ("language", "name", "short", "text", "shown"),
    [
        ("ru", "Союз армян «Арарат»", "", "Член союза «Арарат» спел.", "союза «Арарат»"),
        ("ru", "Союз армян «Арарат»", "", "В центре «Арарат» пели.", "«Арарат»"),
        ("ru", "Союз армян «Арарат»", "", "Для армян «Арарат» поёт.", "«Арарат»"),
        ("ru", "Союз Казахстана «Арарат»", "", "В Казахстане «Арарат» поёт.", "«Арарат»"),
        ("kk", "«Арарат» армян одағы", "", "«Арарат» одағының хоры.", "«Арарат» одағының"),
        ("kk", "«Арарат» армян одағы", "", "«Арарат» армян хоры.", "«Арарат»"),
        ("kk", "№ 8 «Балдырған» мектебі", "", "Кеше № 8 «Балдырған» мектебі.",
         "№ 8 «Балдырған» мектебі"),
        ("en", "“Ararat” Union of Armenians", "", "The “Ararat” Union’s choir.",
         "“Ararat” Union"),
        ("ru", "Музей искусств имени А. Кастеева", "МИК", "Он из МИК им. А. Кастеева ушёл.",
         "МИК им. А. Кастеева"),
        ("ru", "Музей искусств имени А. Кастеева", "МИК", "Он из МИК имени Абая ушёл.", "МИК"),
        ("kk", "Ә. Қастеев атындағы өнер музейі", "ӨМҚ", "Бұл Ә.Қастеев атындағы ӨМҚ-де.",
         "Ә.Қастеев атындағы ӨМҚ-де"),
        ("kk", "Ә. Қастеев атындағы өнер музейі", "ӨМҚ", "Бұл Абай атындағы ӨМҚ-де.", "ӨМҚ-де"),
        ("en", "Union of Artists", "UA", "The UA's show, UA’s.", "UA"),
        ("en", "McDonald's", "", "At McDonald's we ate.", "McDonald's"),
    ],
)  # fmt: skip
def test_what_belongs_to_a_name(language, name, short, text, shown):
    one = organization(language, name=name, short_name=short)
    mentions = find_mentions(text, language)
    assert {(found.text, found.id) for found in mentions} == {(shown, one.pk)}


def test_approved_name_stands_instead_of_the_kind_too():
    one = organization(name="Союз армян «Арарат»")
    OrganizationName.objects.create(organization=one, language="ru", name="Союз «Аррарат»")
    (mention,) = find_mentions("Были в союзе «Аррарат».", "ru")
    assert mention.approved == "Союзе армян «Арарат»"


@pytest.mark.parametrize(
    ("language", "short", "before", "text"),
    [
        ("ru", "АлмУ имени Абая", "АлмУ имени Абая", "АлмУ"),
        ("kk", "Абай атындағы АлмҰУ", "Абай атындағы АлмҰУ-мен", "АлмҰУ-дың"),
    ],
)
def test_abbreviation_alone_after_the_one_with_an_eponym(language, short, before, text):
    one = organization(language, name="Университет", short_name=short)
    assert found(f"Ол {text} ректоры.", language) == []
    assert found(f"Бұл {before}. Ол {text} ректоры.", language) == [
        (before, one.pk, True), (text, one.pk, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("russian", "name", "text", "shown"),
    [
        ("Союз «Шанырак»", "Shanyrak Cultural Union of Youth", "The Shanyrak Union’s hall.",
         "Shanyrak Union"),
        ("Союз «Шанырак»", "Shanyrak Cultural Union of Youth", "A Shanyrak hotel.", None),
        ("Журнал «Жас толкын»", "Zhas Tolkyn magazine", "Read Zhas Tolkyn today.", "Zhas Tolkyn"),
        ("Журнал «Жас толкын»", "Zhas Tolkyn magazine", "Read Zhas today.", None),
        ("Фонд «Иван Петров»", "Ivan Petrov Fund", "Here is Ivan Petrov.", None),
        ("Фонд «New Wave»", "New Wave Charity Fund", "A New Wave of songs.", None),
        ("Центр «Дружба»", "Big House Centre", "A Big House.", None),
    ],
)  # fmt: skip
def test_english_title_without_quotation_marks(russian, name, text, shown):
    one = organization("en", name=name)
    Organization.objects.filter(pk=one.pk).update(name_ru=russian)
    assert [(text, pk) for text, pk, _certain in found(text, "en")] == (
        [(shown, one.pk)] if shown else []
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Бұл Үкіметтегі жиын.", "Үкіметтегі"),
        ("Бұл Үкіметтің шешімі.", "Үкіметтің"),
        ("Бұл ҚР Үкіметінің шешімі.", "ҚР Үкіметінің"),
        ("Бұл Түркия Үкіметінің шешімі.", None),
        ("Бұл Түркияның Үкіметі.", None),
        ("Бұл үкіметтің шешімі.", None),
    ],
)
def test_kazakh_body_of_the_country_alone(text, shown):
    organization("kk", name="Қазақстан Республикасының Үкіметі", short_name="ҚР Үкіметі")
    assert [text for text, _pk, _certain in found(text, "kk")] == ([shown] if shown else [])
