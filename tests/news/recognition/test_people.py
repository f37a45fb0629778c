"""Who is meant: shapes of names, namesakes, places that bear a name."""

import pytest

from news.recognition.finding import find_mentions
from people.models import ParticipantName
from tests.news.recognition.test_names import organization, person

pytestmark = pytest.mark.django_db


def found(text, language="ru"):
    return [(one.text, one.id, one.certain) for one in find_mentions(text, language)]


@pytest.fixture
def salzhanov():
    return person(family="Салжанов", given="Ильяс", patronymic="Омарович")


@pytest.fixture
def tokaev():
    return person(family="Токаев", given="Касым-Жомарт", patronymic="Кемелевич")


@pytest.mark.parametrize(
    "shape",
    [
        "И.Салжанов", "И. О. Салжанов", "И.\u00a0О.\u00a0Салжанов", "И.О.Салжанов", "Салжанов И.",
        "Салжанов И.О.", "Ильяс Салжанов", "Салжанов Ильяс", "Ильяс Омарович Салжанов",
        "Салжанов Ильяс Омарович", "Ильяс О. Салжанов", "САЛЖАНОВ Ильяс", "САЛЖАНОВ И.О.",
        "ИЛЬЯС САЛЖАНОВ", "И. Caлжанов", "Ильяс Омарулы Салжанов",
    ],
)  # fmt: skip
def test_every_shape_of_a_name_is_found(salzhanov, shape):
    assert found(f"В зале выступил {shape}, затем гости.") == [(shape, salzhanov.pk, True)]


@pytest.mark.parametrize(
    "shape",
    [
        "К.Токаев", "К.-Ж. Токаев", "К.К.Токаев", "К.-Ж.К. Токаев", "Касым-Жомарт Токаев",
        "Касым Жомарт Токаев", "Касымжомарт Токаев", "ТОКАЕВ К.К.",
    ],
)  # fmt: skip
def test_hyphenated_given_name_is_found(tokaev, shape):
    assert found(f"В зале выступил {shape}, затем гости.") == [(shape, tokaev.pk, True)]


@pytest.mark.parametrize(
    "text",
    [
        "Выступил П. Салжанов.",
        "Выступил И.П. Салжанов.",
        "Участвовал Салжанов П.О. Затем все разошлись.",
        "Выступил Ильяс Петрович Салжанов.",
        "Выступил Салжанов Ильяс Петрович.",
        "Выступил Марат Салжанов.",
        "Салжанов Марат выступил. Потом Салжанов ушел.",
        "Он живет на улице Салжанова.",
        "Дом на ул. И. Салжанова отремонтирован.",
        "Школа имени Ильяса Салжанова открыта.",
        "Университет им. И.О. Салжанова открыт.",
        "Выставка прошла в музее Салжанова.",
        "Премия Салжанова вручена.",
        "Читайте на https://example.org/Салжанов и пишите Салжанов@example.org.",
        "[image: C:\\Users\\Салжанов\\1.jpg]",
    ],
)
def test_somebody_or_something_else_is_not_found(salzhanov, text):
    assert found(text) == []


def test_name_on_behalf_of_whom_somebody_speaks_is_found(salzhanov):
    assert found("От имени И. Салжанова выступил сын.") == [("И. Салжанова", salzhanov.pk, True)]


def test_known_by_an_initial_only():
    one = person(family="Салжанов", given="И.")
    assert found("Пришли Ильяс Салжанов и И.Салжанов.") == [
        ("Ильяс Салжанов", one.pk, True),
        ("И.Салжанов", one.pk, True),
    ]
    assert found("Пришел Марат Салжанов.") == []


def test_family_name_alone_is_who_was_named_last():
    first = person(family="Каримов", given="Рустам")
    second = person(family="Каримов", given="Тимур")
    text = "Каримов ждал.\nРустам Каримов вошел.\nКаримову дали слово.\nТ. Каримов ждал Каримова."
    mentions = find_mentions(text, "ru")
    assert [(one.text, one.id) for one in mentions] == [
        ("Каримов", None),
        ("Рустам Каримов", first.pk),
        ("Каримову", first.pk),
        ("Т. Каримов", second.pk),
        ("Каримова", second.pk),
    ]
    assert set(mentions[0].candidates) == {first.pk, second.pk}
    assert [one.certain for one in mentions] == [False, True, True, True, True]


def test_verb_tells_a_man_from_a_woman():
    him, her = (
        person(family="Ким", given="Вадим"),
        person(family="Ким", given="Лариса", gender="female"),
    )
    text = "Лариса Ким и Вадим Ким вошли. Ким добавила: «Да». «Нет», – сказал Ким. Ким добавила."
    assert [pk for _text, pk, _certain in found(text)] == [
        her.pk, him.pk, her.pk, him.pk, her.pk,
    ]  # fmt: skip


def test_family_name_alone_after_a_namesake_is_in_doubt(salzhanov):
    text = "Ильяс Салжанов и Марат Салжанов пришли. Салжанов выступил."
    assert found(text)[-1] == ("Салжанов", salzhanov.pk, False)


@pytest.mark.parametrize(
    ("language", "names", "text", "certainty"),
    [
        ("ru", ("Вебер", "Виктор"), "Виктория Вебер, В. Вебер и Вебер В.", [False, False]),
        ("ru", ("Тулегенов", "Даурен"), "Дмитрий Тулегенов и Д.Тулегенов.", [False]),
        ("ru", ("Тулегенов", "Даурен"), "Марат Тулегенов и Д.Тулегенов.", [True]),
        ("ru", ("Тулегенов", "Марат"),
         "Пришел Дмитрий Тулегенов. Марат Тулегенов ушел. Тулегенов ждал.", [True, False]),
        ("en", ("Tulegenov", "Dauren"),
         "Nurlan Tulegenov arrived after Dauren Tulegenov. Tulegenov spoke.", [True, False]),
        ("en", ("Tskhay", "Alina"), "Alina Tskhay came. Tskhay, Sergei said.", [True, False]),
        ("en", ("Tskhay", "Alina"), "Alina Tskhay came. Tskhay, Sergei Kim and all spoke.",
         [True, True]),
        ("kk", ("Төлегенов", "Дәурен"),
         "Ерлан Төлегенов келді. Дәурен Төлегенов кетті. Төлегенов сөйледі.", [True, False]),
    ],
)  # fmt: skip
def test_namesake_whom_the_directory_lacks_leaves_a_doubt(language, names, text, certainty):
    person(language, family=names[0], given=names[1])
    assert [certain for _text, _pk, certain in found(text, language)] == certainty


@pytest.mark.parametrize(
    ("text", "is_certain"),
    [
        ("Премия вручена Соколовой Е.В. и гостям.", True),
        ("Премия вручена Е. Соколовой и гостям.", True),
        ("Гости слушали Е. Соколову.", False),
        ("Гости говорили с Е. Соколовой.", True),
    ],
)
def test_form_of_one_gender_only_is_certain(text, is_certain):
    one = person(family="Соколова", given="Елена", patronymic="Викторовна", gender="female")
    assert [(pk, certain) for _text, pk, certain in found(text)] == [(one.pk, is_certain)]


def test_form_of_a_woman_whose_name_ends_like_an_adjective_is_certain():
    one = person(family="Левковская", given="Мария", gender="female")
    assert found("Медаль вручена М. Левковской.") == [("М. Левковской", one.pk, True)]


def test_husband_and_wife():
    him = person(family="Сериков", given="Нурлан")
    assert found("Н. Серикова рассказала о школе.") == []
    assert found("Речь депутата Н. Серикова издана.") == [("Н. Серикова", him.pk, True)]
    her = person(family="Серикова", given="Наталья", gender="female")
    assert found("Выступила депутат Н. Серикова.")[0][1] in (None, her.pk)
    assert found("Гости слушали Наталью Серикову.") == [("Наталью Серикову", her.pk, True)]
    assert found("Гости слушали Нурлана Серикова.") == [("Нурлана Серикова", him.pk, True)]


@pytest.mark.parametrize(
    ("family", "text"),
    [
        ("Мороз", "Мороз крепчал всю ночь."),
        ("Белый", "Гости видели Белый дом."),
        ("Алматы", "Гости приехали в Алматы."),
        ("Король", "В зале показали сказку «Олень Король»."),
        ("Тулегенов", "В клубе читали роман «Инженер Тулегенов»."),
        ("Волк", "Детей встретил Серый Волк."),
        ("Горох", "Царь Горох и его гости пели."),
    ],
)
def test_ordinary_word_is_nobody(family, text):
    person(family=family, given="Игорь")
    assert found(text) == []


@pytest.mark.parametrize(
    ("language", "family", "text"),
    [
        ("ru", "Мороз", "Вчера Мороз выступил."),
        ("ru", "Мороз", "Депутат Мороз выступил."),
        ("ru", "Мороз", "Господин Мороз выступил."),
        ("ru", "Тулегенов", "«Слушали мы Тулегенова долго», – сказал он."),
        ("en", "Long", "Yesterday Long spoke."),
    ],
)
def test_family_name_alone_that_may_be_somebody_is_in_doubt(language, family, text):
    one = person(language, family=family, given="Игорь" if language == "ru" else "Igor")
    assert [(pk, certain) for _text, pk, certain in found(text, language)] == [(one.pk, False)]


@pytest.mark.parametrize(
    "text",
    ["Long queues stood at the door.", "The Long village has a school.", "Read “Doctor Long”."],
)
def test_english_word_place_or_title_is_nobody(text):
    person("en", family="Long", given="Peter")
    assert found(text, "en") == []


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ({"family": "Кул-Мухаммед", "given": "Мухтар"}, "Мухтара Кул-Мухаммеда"),
        ({"family": "Черных", "given": "Олег"}, "О. Черных"),
        ({"family": "Дюма", "given": "Жан"}, "Жаном Дюма"),
        ({"family": "Королёв", "given": "Пётр"}, "Петром Королевым"),
        ({"family": "Соколова-Ибраева", "given": "Мария", "gender": "female"},
         "Марией Соколовой-Ибраевой"),
        ({"family": "Мамедов", "given": "Эльчин", "patronymic": "Гейдар оглы"},
         "Мамедова Эльчина Гейдар оглы"),
        ({"family": "ван Дейк", "given": "Ян"}, "Яна ван Дейка"),
        ({"family": "Сорос", "given": "Джордж"}, "Дж. Сорос"),
    ],
)  # fmt: skip
def test_odd_family_names_are_found(names, text):
    one = person(**names)
    assert [(shown, pk) for shown, pk, _certain in found(f"Все рады: {text}.")] == [(text, one.pk)]


@pytest.mark.parametrize(
    "shape",
    [
        "Қыдырәлі Дарханның", "Дархан Қыдырәліге", "Дархан Қамзабекұлы", "Д. Қыдырәліден",
        "Д.Қ. Қыдырәлі", "Қыдырәлі Дархан Қамзабекұлымен",
    ],
)  # fmt: skip
def test_kazakh_shapes_are_found(shape):
    one = person("kk", family="Қыдырәлі", given="Дархан", patronymic="Қамзабекұлы")
    assert found(f"Жиында депутат {shape} сөйлесті.", "kk") == [(shape, one.pk, True)]


@pytest.mark.parametrize(
    "text",
    [
        "Абай Құнанбаев атындағы мектеп ашылды.",
        "Жиын Құнанбаев көшесінде өтті.",
        "Сәбит Құнанбаев сөйледі.",
        "С. Құнанбаев сөйледі.",
    ],
)
def test_kazakh_traps(text):
    person("kk", family="Құнанбаев", given="Абай")
    assert found(text, "kk") == []


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        ("Алина Цхайға", "{} сыйлық табысталды."),
        ("А. Цхайға", "Кеше {} орден берілді."),
        ("Алина Цхайдан", "{} сыйлық алды."),
        ("Алина Цхай", "Кеше {} сыйлық алды."),
    ],
)
def test_kazakh_who_gets_a_prize_is_found(shape, text):
    one = person("kk", family="Цхай", given="Алина", gender="female")
    assert found(text.format(shape), "kk") == [(shape, one.pk, True)]
    assert found("Алина Цхай сыйлығы. Алина Цхайдың сыйлығы.", "kk") == []


def test_english_shapes():
    one = person("en", family="Salzhanov", given="Ilyas")
    text = "Mr. Salzhanov's aide met Ilyas Salzhanov. I. Salzhanov spoke; so did Salzhanov."
    assert [(shown, pk) for shown, pk, _certain in found(text, "en")] == [
        ("Salzhanov's", one.pk), ("Ilyas Salzhanov", one.pk), ("I. Salzhanov", one.pk),
        ("Salzhanov", one.pk),
    ]  # fmt: skip
    assert found("A school named after Ilyas Salzhanov is on Salzhanov Street.", "en") == []


@pytest.mark.parametrize(
    ("text", "approved"),
    [
        ("с Ерланом Сериковым", ""),
        ("с Эрланом Сериковым", "Ерланом Сериковым"),
        ("Эрлану Серыкову", "Ерлану Серикову"),
        ("у Э. Серыкова", "Е. Серикова"),
        ("ЭРЛАН СЕРЫКОВ", "ЕРЛАН СЕРИКОВ"),
    ],
)
def test_spelling_that_is_not_approved_gets_the_one_that_is(text, approved):
    one = person(family="Сериков", given="Ерлан")
    for name in ("Эрлан Сериков", "Эрлан Серыков"):
        ParticipantName.objects.create(participant=one, language="ru", name=name)
    (mention,) = find_mentions(f"Гости встретились {text}.", "ru")
    assert (mention.id, mention.approved) == (one.pk, approved)


def test_accepted_spelling_stays():
    one = person(family="Сериков", given="Ерлан")
    ParticipantName.objects.create(
        participant=one, language="ru", name="Ерлан Степной", is_accepted=True
    )
    (mention,) = find_mentions("Читал Ерлан Степной.", "ru")
    assert (mention.spelling, mention.approved) == ("Ерлан Степной", "")


def test_kazakh_spelling_keeps_its_ending():
    one = person("kk", family="Тоқаев", given="Қасым")
    ParticipantName.objects.create(participant=one, language="kk", name="Касым Токаев")
    (mention,) = find_mentions("Бәрі Касым Токаевқа хат жазды.", "kk")
    assert mention.approved == "Қасым Тоқаевқа"


def test_office_before_a_name_is_the_role(salzhanov):
    organization(name="Ассамблея народа Казахстана", short_name="АНК")
    mentions = find_mentions("В зале заместитель Председателя АНК И.Салжанов открыл форум.", "ru")
    assert [(one.text, one.role) for one in mentions] == [
        ("АНК", ""),
        ("И.Салжанов", "заместитель Председателя АНК"),
    ]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Слушали Ильяса Салжанова, заместителя Председателя АНК.", "заместитель Председателя АНК"),
        ("Пришел фотограф Ильяс Салжанов.", "фотограф"),
        ("Группа во главе с Ильясом Салжановым уехала.", ""),
        ("Пришел его сын Ильяс Салжанов.", ""),
    ],
)
def test_offices_in_other_cases(salzhanov, text, role):
    assert [one.role for one in find_mentions(text, "ru") if one.kind == "person"] == [role]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("We heard the Mazhilis deputy Ilyas Salzhanov.", "Mazhilis deputy"),
        ("The Kazakh Deputy Minister Ilyas Salzhanov spoke.", "Kazakh Deputy Minister"),
        ("The deputy Ilyas Salzhanov spoke.", "deputy"),
        ("Yesterday Senator Ilyas Salzhanov spoke.", "Senator"),
        ("At the Forum deputy Ilyas Salzhanov spoke.", "deputy"),
    ],
)
def test_english_office_with_the_body_before_it(text, role):
    person("en", family="Salzhanov", given="Ilyas")
    assert [one.role for one in find_mentions(text, "en")] == [role]


@pytest.mark.parametrize("mark", list("'’‘ʼʻ`"))
@pytest.mark.parametrize("language", ["ru", "en"])
def test_apostrophe_of_any_kind(language, mark):
    names = {"ru": ("О’Коннор", "Мэри"), "en": ("O’Connor", "Mary")}[language]
    one = person(language=language, gender="female", family=names[0], given=names[1])
    shape = f"{names[1]} {names[0].replace('’', mark)}"
    assert found(f"({shape})", language) == [(shape, one.pk, True)]


@pytest.mark.parametrize("patronymic", ["Рафик кызы", "Рафик Кызы", ""])
@pytest.mark.parametrize("shape", ["Севиль Рафик кызы Гусейнова", "Севили Рафик кызы Гусейновой"])
def test_patronymic_of_two_words(patronymic, shape):
    one = person(gender="female", family="Гусейнова", given="Севиль", patronymic=patronymic)
    assert found(f"Это {shape}.") == [(shape, one.pk, True)]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Приз взял лауреат премии О. Штумпф.", True),
        ("Он получил приз премии О. Штумпфа.", False),
        ("Оскара Штумпф заметили все.", True),
    ],
)
def test_prize_and_who_got_it(text, is_found):
    person(family="Штумпф", given="Оскар", gender="male")
    assert bool(found(text)) == is_found


@pytest.mark.parametrize(
    ("names", "text", "is_found"),
    [
        (("Барон", "Александр"), "Первое место заняла Александра Барон.", False),
        (("Барон", "Александр"), "Приз вручили для Александра Барона.", True),
        (("Барон", "Александр"), "Приз взял Александр Барон.", True),
        (("Громов", "Валерий"), "Валерия Громова рассказала о книге.", False),
        (("Громов", "Валерий"), "Книгу Валерия Громова читают все.", True),
    ],
)
def test_woman_whose_given_name_is_a_form_of_a_mans(names, text, is_found):
    person(family=names[0], given=names[1], gender="male")
    assert bool(found(text)) == is_found


def test_kazakh_ruler_is_no_namesake():
    one = person(language="kk", family="Жәнібек", given="Олжас", gender="male")
    text = "Олжас Жәнібек келді. Жәнібек хан туралы айтты. Жәнібек күлді."
    assert found(text, "kk") == [("Олжас Жәнібек", one.pk, True), ("Жәнібек", one.pk, True)]


@pytest.mark.parametrize("form", ["Кляйннің", "Кляйнның", "Кляйнға", "Кляйнге"])
def test_kazakh_ending_after_a_name_whose_vowel_is_heard_both_ways(form):
    one = person(language="kk", family="Кляйн", given="Маргарита", gender="female")
    assert found(f"Маргарита {form} сөзі.", "kk") == [(f"Маргарита {form}", one.pk, True)]


def test_kazakh_name_and_patronymic_after_somebody_elses_name():
    one = person(language="kk", family="Бондаренко", given="Михаил", patronymic="Остапович")
    text = "Михаил Бондаренко келді. Самат Жүрекбаев Михаил Остаповичке қол берді."
    assert found(text, "kk")[1:] == [("Михаил Остаповичке", one.pk, True)]


@pytest.mark.parametrize(
    ("text", "is_certain"),
    [
        ("Так отвечает Валерия Громова.", False),
        ("Первой вышла Валерия Громова.", False),
        ("Валерия Громова знают все.", False),
        ("Валерия Петровича Громова знают все.", True),
        ("Так отвечает Валерий Громов.", True),
        ("Наградил Валерия Громова министр.", True),
        ("Наградили Валерия Громова.", True),
        ("Это книга Валерия Громова.", True),
        ("Речь для Валерия Громова.", True),
    ],
)
def test_mans_name_that_may_be_a_womans_is_in_doubt(text, is_certain):
    one = person(family="Громов", given="Валерий", patronymic="Петрович")
    [(_shape, pk, certainty)] = found(text)
    assert (pk, certainty) == (one.pk, is_certain)


@pytest.mark.parametrize(
    ("names", "shape"),
    [
        (("Сверчок", "Павел", "male"), "ПАВЛА СВЕРЧКА"),
        (("Сверчок", "Павел", "male"), "П. Сверчоком"),
        (("Сверчок", "Нина", "female"), "Нины Сверчок"),
        (("Воробей", "Нина", "female"), "Н. Воробей"),
    ],
)
def test_family_name_with_a_fleeting_vowel(names, shape):
    family, given, gender = names
    one = person(family=family, given=given, gender=gender)
    assert [(text, pk) for text, pk, _certain in found(f"Гости ждали {shape} и речи.")] == [
        (shape, one.pk)
    ]


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (("Yılmaz", "Çağla"), "Cagla Yilmaz"),
        (("Yilmaz", "Cagla"), "Çağla Yılmaz’s"),
        (("Müller", "André"), "Andre MULLER"),
        (("Novak", "Zoltan"), "Zoltán Novák"),
    ],
)
def test_marks_of_latin_letters_make_no_other_name(names, text):
    one = person("en", family=names[0], given=names[1])
    assert [(shown, pk) for shown, pk, _certain in found(f"We met {text}.", "en")] == [
        (text, one.pk)
    ]


@pytest.mark.parametrize("other", ["Ұлытау Дәулетов", "Ұлықпан Дәулетовті", "Қызылгүл Дәулетованы"])
def test_given_name_that_begins_like_a_patronymic_is_of_the_next_person(other):
    one = person("kk", family="Серіков", given="Арман", patronymic="Талғатович")
    text = f"Арман Серіков {other} жеңді."
    assert found(text, "kk") == [("Арман Серіков", one.pk, True)]


@pytest.mark.parametrize("form", ["Бекетовтей", "Бекетовтай"])
def test_kazakh_ending_of_who_is_like_somebody(form):
    one = person("kk", family="Бекетов", given="Арман")
    text = f"Арман Бекетов келді. {form} жан сирек."
    assert found(text, "kk")[1:] == [(form, one.pk, True)]


@pytest.mark.parametrize("name", ["Қуантай", "Жандай", "Мақтай"])
def test_kazakh_name_that_ends_like_it_is_its_own(name):
    person("kk", family="Серіков", given="Қуан")
    person("kk", family="Қуан", given="Серік")
    assert found(f"{name} Серіков келді.", "kk") == []
