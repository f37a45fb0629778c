"""Whose body a text names, by the country or region beside its name."""

import re

from news.morphology.kazakh import kazakh_stems
from news.morphology.russian import adjectives, case_of, has_tag, lemmas
from news.morphology.words import fold, lexicon
from news.recognition.organization_names import TOWNS_EN

OURS, FOREIGN, IN_DOUBT = "ours", "foreign", "in doubt"
OWN = {"ru": ("казахстан", "рк"), "kk": ("қазақстан", "қр"), "en": ("kazakhstan", "rk")}
STATES = {
    "ru": lexicon("республика федерация королевство княжество штат эмират"),
    "kk": lexicon("республика федерация патшалық корольдік"),
    "en": lexicon("republic federation kingdom states emirates"),
}
REGIONS = {
    "ru": lexicon("область край район округ город"),
    "kk": lexicon("облыс аудан қала өлке"),
    "en": lexicon(
        """
        region oblast district city abai abay akmola mangystau ulytau zhambyl zhetisu zhetysu
        """
    ),
}
COUNTRIES = {
    "ru": lexicon(
        """
        азербайджан армения беларусь белоруссия великобритания венгрия германия грузия египет
        израиль индия иран ирак испания италия канада киргизия китай корея кыргызстан латвия литва
        молдова молдавия монголия пакистан польша россия сербия таджикистан туркменистан турция
        узбекистан украина финляндия франция чехия эстония япония афганистан австрия болгария
        сша рф кнр фрг оаэ ссср кр руз рб рт
        """
    ),
    "kk": lexicon(
        """
        әзербайжан армения беларусь ұлыбритания венгрия мажарстан германия грузия египет мысыр
        израиль үндістан иран ирак испания италия канада қытай корея қырғызстан қырғыз латвия литва
        молдова моңғолия пәкістан польша ресей сербия тәжікстан түрікменстан түркия
        өзбекстан украина финляндия франция чехия эстония жапония ауғанстан австрия болгария
        ақш рф
        """
    ),
    "en": lexicon(
        """
        azerbaijan armenia belarus britain hungary germany georgia egypt israel india iran iraq
        spain italy canada china korea kyrgyzstan latvia lithuania moldova mongolia pakistan poland
        russia serbia tajikistan turkmenistan turkey türkiye turkiye uzbekistan ukraine finland
        france czechia estonia japan afghanistan austria bulgaria usa us uk uae
        uzbek kyrgyz tajik turkmen russian ukrainian turkish chinese belarusian iranian azerbaijani
        mongolian german british american french japanese
        """
    ),
}
MAX_WORDS = 5
# «Өзбекстанның министрлігі», «АҚШ министрлігі»: what something belongs to, not «Ресейге».
BELONGS = re.compile(r"[ндт][ыі]ң$")


def whose(tokens, first, last, language):
    """Whose a body is that is named from a token to another: `OURS`, `FOREIGN` or `IN_DOUBT`."""
    return {"ru": _russian, "kk": _kazakh, "en": _english}[language](tokens, first, last)


def _is_own(token, language):
    name, short = OWN[language]
    return token.folded.startswith(name) or token.folded.partition("-")[0] == short


def _run(tokens, index, step):
    """The words from a place on with nothing but a space between them."""
    found, edge = [], index - step
    while 0 <= index < len(tokens) and tokens[index].is_word and len(found) < MAX_WORDS:
        low, high = sorted((edge, index))
        if tokens[high].start - tokens[low].end != 1:
            break
        found.append(tokens[index])
        edge, index = index, index + step
    return found


def _russian(tokens, first, last):
    """«Республики Узбекистан», «Кыргызской Республики», «РФ», «Карагандинской области»."""
    is_state = is_named = False
    for token in _run(tokens, last + 1, 1):
        known = lemmas(token.text)
        if _is_own(token, "ru"):
            return OURS
        if known & REGIONS["ru"] and has_tag(token.text, "gent"):
            return IN_DOUBT
        if known & STATES["ru"] and has_tag(token.text, "gent"):
            is_state = True
        elif token.text[0].isupper() and known & COUNTRIES["ru"] and (
            is_state or token.text.isupper() or has_tag(token.text, "gent")
        ):  # fmt: skip
            return FOREIGN
        elif token.is_capital and has_tag(token.text, "Geox"):
            if is_state:
                return FOREIGN
            return IN_DOUBT if has_tag(token.text, "gent") else OURS
        elif token.text[0].isupper() and any(
            case_of(parse) == "gent" for parse in adjectives(token.text)
        ):
            is_named = True
        else:
            break
    return FOREIGN if is_state and is_named else OURS


def _kazakh(tokens, first, last):
    """«Өзбекстан Республикасының», «Қырғызстанның», «АҚШ», «Қарағанды облысының»."""
    before = _run(tokens, first - 1, -1)
    if not before:
        return OURS
    nearest = before[0]
    stems = kazakh_stems(nearest.text)
    is_whole = nearest.folded in COUNTRIES["kk"] | {"республикасы", "федерациясы", "облысы"}
    if _is_own(nearest, "kk") or not (is_whole or BELONGS.search(nearest.folded)):
        return OURS
    name = before[1] if len(before) > 1 and before[1].text[0].isupper() else None
    if stems & STATES["kk"]:
        return FOREIGN if name and not _is_own(name, "kk") else OURS
    if stems & REGIONS["kk"]:
        return IN_DOUBT if name else OURS
    return FOREIGN if nearest.text[0].isupper() and stems & COUNTRIES["kk"] else OURS


def _english(tokens, first, last):
    """ "of the Republic of Uzbekistan", "Ukraine's", "of Karaganda Region"."""
    before = _run(tokens, first - 1, -1)
    if before and before[0].text[0].isupper():
        name = re.sub(r"[’']s?$", "", before[0].folded)
        if name in COUNTRIES["en"]:
            return FOREIGN
    after = _run(tokens, last + 1, 1)
    if not after or after[0].text != "of":
        return OURS
    names = []
    for token in after[1:]:
        if token.text[0].isupper():
            names.append(token)
        elif token.text not in ("of", "the"):
            break
    if not names or any(_is_own(token, "en") for token in names):
        return OURS
    folded = {fold(token.text) for token in names}
    if folded & (STATES["en"] | COUNTRIES["en"]):
        return FOREIGN
    # "of Scotland" is of a place elsewhere, "of the Ministry" may be of something of ours.
    is_ours = folded & (REGIONS["en"] | TOWNS_EN) or after[1].text == "the"
    return IN_DOUBT if is_ours or len(names) > 1 else FOREIGN
