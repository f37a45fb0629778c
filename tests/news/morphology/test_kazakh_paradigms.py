"""Whole paradigms of many Kazakh nouns: each form meets its noun, and no form another noun."""

import re
from collections import defaultdict
from itertools import combinations

from news.analysis import tokens
from news.morphology.words import lexicon

# By the vowels of their endings.
BACK = lexicon(
    """
    аға алаң апта арман аспан астық ауа ағаш ақын ақпарат ақша баға баспа бақ бақыт бидай боран бояу
    бұлт даңқ домбыра жаға жазушы жайлау жан жапырақ жаттығу жаңбыр жауын жоба жолаушы жоспар
    жұмысшы заман зауыт қадам қағаз қазан қайық қалам қала қалта қамал қан қанат қар қаражат қарағай
    қару қауым қой қойма қонақ қоныс қорған қорық құжат құрал құрақ құрылым құс қылыш қыран мал
    маман мақала мақсат масақ мұз мұрағат нан нысан ортақ оқырман оқушы отау отырыс пойыз пышақ
    сабақ саз сайыс салмақ салт самал сапар сарай сарапшы саябақ сауал спорт сұлтан сұрақ сұхбат
    сыйлық сынып тақырып талант талқы тамақ тамыр таңба тапсырма тас тау тоғай тойхана топырақ тұз
    тұрғын тұяқ уақыт ұйым ұлт ұран ұрпақ ұстаз ұшақ халық хабар хан хат шабдалы шай шаңырақ шапан
    шатыр шаһар шот шоқ шындық ыдыс ырым ыстық дала шекара кітапша диқан көкпар мейрам
    """
)
FRONT = lexicon(
    """
    мұғалім қызметкер рақмет теңге заңгер әдебиет әдіс әже әйел әке әкім әлем әлеумет әнші әуен
    әріптес бейне бесік бет билік бөлме бөрі грек дене дәнекер дәптер дәрігер дәуір дәстүр деңгей
    дерек ереже ерлік есеп есік есім ескерткіш жәрмеңке жеке желі жеміс жетістік жетекші жүзім жүйе
    жүлде жүрек зерттеу зейнет киім кезең кеме кеніш кесене көлік көрме көрші көше күй күріш күш
    кәсіп кілем кілт кірпіш кісі көбелек мәдениет мәжіліс мәлімет мәселе мекен мектеп мерей міндет
    мүлік мүсін мінез нәтиже негіз нөмір өзен өкіл өлең өлке өмір өнер өнім өрік пәтер пікір ресей
    сәбит сәрсенбі сезім сенім сөздік сурет сүт сүйек тәжірибе тәлім тәртіп терезе теңіз тілші түлек
    түлкі тізім үкімет үлес үміт үстел үлгі үн іздеуші ілім ірімшік шеге шебер шеше шешім шәкірт
    өрнек егін ерік көрік әріп
    """
)
LOST = {"халық": "халқ", "ерік": "ерк", "көрік": "көрк", "әріп": "әрп", "мүлік": "мүлк"}
VOICED = str.maketrans("қкп", "ғгб")
TO_FRONT = str.maketrans("аығқ", "еігк")
# What another word looks like, which is more common: «ханым», «еркін», «қарға».
OTHER_WORDS = re.compile(
    "(?:бағам|қалам|қарым|құралым|наным|ханым|шайым|желім)|(?:қарға|қойын|күйін|үнді|еркін)$"
)
# Nouns some forms of which coincide, mostly by what could be a verb.
COINCIDING = {
    frozenset(pair)
    for pair in (
        ("жауын", "жаға"), ("қала", "қалам"), ("қан", "қанат"), ("қар", "қару"),
        ("әріп", "әріптес"),
    )
}  # fmt: skip


def paradigm(noun, is_front):
    last = noun[-1]
    is_vowel = last in "аәеоөыіэя"
    is_voiceless = last in "қкптсшщфхцч"
    is_nasal = last in "мнң"
    sonant = last in "рйу"
    n = "н" if is_vowel or is_nasal else "т" if is_voiceless else "д"
    d, k = ("т", "қ") if is_voiceless else ("д", "ғ")
    accusative = "н" if is_vowel else d
    from_ = "н" if is_nasal else d
    many = "л" if is_vowel or sonant else d
    with_ = "п" if is_voiceless else "б" if last in "зж" else "м"
    plain = ["", f"{n}ың", f"{k}а", f"{accusative}ы", f"{d}а", f"{from_}ан", f"{d}ағы"]
    plural = f"{many}ар"
    of_own = ["", "ның", "на", "н", "нда", "нан", "ндағы"]
    of_ours = ["", "дың", "ға", "ды", "да", "дан", "дағы"]
    of_mine = ["", "ның", "а", "ды", "да", "нан"]
    ends = plain + [f"{plural}{end}" for end in ["", "дың", "ға", "ды", "да", "дан", "дағы"]]
    ends += [f"{plural}ы{end}" for end in of_own] + [f"{plural}ымыз{end}" for end in of_ours]
    ends += [f"{plural}ым{end}" for end in of_mine]
    i, s = ("", "с") if is_vowel else ("ы", "")
    owned = [f"{s}ы{end}" for end in of_own] + [f"{i}мыз{end}" for end in of_ours]
    owned += [f"{i}ңыз{end}" for end in of_ours]
    owned += [f"{i}м{end}" for end in of_mine if end != "а" or not is_vowel]
    base = noun if noun == "даңқ" else LOST.get(noun) or noun[:-1] + last.translate(VOICED)

    def joined(stem, end):
        return stem + (end.translate(TO_FRONT) if is_front else end)

    return (
        {joined(noun, end) for end in ends}
        | {joined(base, end) for end in owned}
        | {noun + with_ + "ен", joined(noun, plural) + "мен", joined(base, f"{s}ы") + "мен"}
    )


def tokens_of(word):
    return {token for found in tokens(word, "kk") for token in found}


def test_forms_meet_their_noun_and_no_other():
    paradigms = {noun: paradigm(noun, noun in FRONT) for noun in (*BACK, *FRONT)}
    assert len(paradigms) > 245
    missed, nouns = [], defaultdict(set)
    for noun, forms in paradigms.items():
        own = tokens_of(noun)
        for form in forms:
            found = tokens_of(form)
            if own.isdisjoint(found) and not OTHER_WORDS.match(form):
                missed.append((noun, form))
            for token in found:
                nouns[token].add(noun)
    assert missed == []
    met = {
        frozenset(pair) for of_token in nouns.values() for pair in combinations(sorted(of_token), 2)
    }
    assert met <= COINCIDING
