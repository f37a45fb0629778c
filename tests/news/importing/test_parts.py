"""Which organizations of a release have a part in its event."""

import pytest

from news.importing.parts import parts_of

TABLE = {
    "ru-none": ("Выступили [A], [B] и [C].", {"A": "organizer"}),
    "ru-organizer": ("[A] сообщает: организатор встречи – [B].", {"B": "organizer"}),
    "ru-organized": ("В гостях [A]. Форум, организованный [B], прошел.", {"B": "organizer"}),
    "ru-initiative": ("По инициативе [A] открыт зал, где [B].",  {"A": "organizer"}),
    "ru-with": ("[A] совместно с [B] провел форум с гостями из [C].",
                {"A": "organizer", "B": "co_organizer"}),
    "ru-support": ("[A] провел форум при поддержке [B] и [C]. Был и [D].",
                   {"A": "organizer", "B": "co_organizer", "C": "co_organizer"}),
    "ru-after": ("Приехал [A]. Выставку [B] организовал сам.", {"B": "organizer"}),
    "kk-none": ("[A] мен [B] қатысты.", {"A": "organizer"}),
    "kk-organized": ("[A] қатысты. Форумды [B] ұйымдастырды.", {"B": "organizer"}),
    "kk-with": ("[A] [B]-мен бірлесіп форум өткізді.", {"A": "organizer", "B": "co_organizer"}),
    "kk-support": ("Форум [A] бастамасымен, [B] және [C] қолдауымен өтті.",
                   {"A": "organizer", "B": "co_organizer", "C": "co_organizer"}),
    "en-none": ("[A], [B] and [C] took part.", {"A": "organizer"}),
    "en-organized": ("Guests of [A] came. The forum was organized by the [B].",
                     {"B": "organizer"}),
    "en-with": ("[A] held it together with the [B]. [C] spoke.",
                {"A": "organizer", "B": "co_organizer"}),
    "en-support": ("[A] held it with the support of [B] and the [C].",
                   {"A": "organizer", "B": "co_organizer", "C": "co_organizer"}),
    "nobody": ("Никто.", {}),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLE)
def test_only_who_is_said_to_organize_has_a_part(case):
    marked, parts = TABLE[case]
    text, places = "", []
    for piece in marked.replace("]", "[").split("["):
        if piece in ("A", "B", "C", "D"):
            places.append((len(text), len(text) + 6, piece))
            piece = f"«Дом{piece}»"
        text += piece
    assert parts_of(text, places) == parts
