"""What was copied along with a text: paths on somebody's computer, codes of Word."""

import html
import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.checks.base import Check

_NAME = r"[^\\/:*?\"<>|\n\]]"
LOCAL_PATH = re.compile(
    rf"""
    \[image:[^\]\n]{{0,300}}\]
    | (?:file:/+(?:[A-Za-z]:[\\/])? | (?<![A-Za-z])[A-Za-z]:[\\/] | \\\\(?=\w))
      (?:{_NAME}{{1,120}}[\\/])* (?:{_NAME}{{0,120}}\.\w{{2,5}}\b | [^\s\\/:*?"<>|\])»,;]*)
    | (?<![\w.:/])/(?:Users|home|Volumes|media)/(?:{_NAME}{{1,120}}/)*[^\s/)»,;\]]+
    | %(?:USERPROFILE|APPDATA|TEMP)%\S*
    """,
    re.VERBOSE | re.IGNORECASE,
)
WORD_DEBRIS = re.compile(
    r"""
    \[(?:bookmark|ref|link|file|note):[^\]\n]{0,300}\]
    | (?:\{\s{0,5})?\bHYPERLINK\s+(?:\\\w\s+)*"[^"\n]*"(?:\s+\\\w(?:\s+"[^"\n]*")?)*(?:\s*\})?
    | (?:\{\s{0,5})?\b(?:PAGEREF|NOTEREF|STYLEREF|REF)\s+_\w+(?:\s+\\\w)*(?:\s*\})?
    | \bTOC\s+(?:\\\w\s*(?:"[^"\n]*")?\s*)+
    | \{\s*(?:PAGE|NUMPAGES|DATE|TIME|SEQ|INCLUDEPICTURE|MERGEFIELD|EMBED|FORMTEXT)\b[^}\n]{0,200}\}
    | \b(?:PAGE|NUMPAGES|INCLUDEPICTURE|MERGEFIELD)\s+(?:"[^"\n]*"\s*)?\\\*\s*\w+
    | \\\*\s*MERGEFORMAT\w*
    | \bEMBED\s+\w+\.\w+(?:\.\d+)?(?:\s*\\s)? | \b(?:Start|End)Fragment\b
    | \bNormal\s0(?:\s(?:false|true))+(?:\s[A-Z][A-Z-]*)* | \[[Вв]ведите\sтекст\]
    | \b(?:Комментарий|Comment)\s\[\w{1,4}\]:?
    | \b_(?:GoBack|Toc\d+|Ref\d+|Hlk\d+)\b
    | Error!\s(?:Reference\ssource|Bookmark|Hyperlink\sreference)\snot\s(?:found|defined|valid)\.?
    | Ошибка!\s(?:Источник\sссылки\sне\sнайден|Закладка\sне\sопределена
        |Недопустимый\sобъект\sгиперссылки|Неизвестный\sаргумент\sключа)\.?
    | Қате!\s(?:Сілтеме\sкөзі\sтабылмады|Бетбелгі\sанықталмаған)\.?
    | \bmso-[a-z-]+\s*:[^;\n]*;? | \bMsoNormal\w*\b
    | <!--.{0,2000}?--> | <?!?\[(?:if|endif)\b[^>\n]{0,300}> | </?[owv]:\w+[^>\n]{0,300}>
    | /\*\sStyle\sDefinitions\s\*/
    | </?(?:p|br|div|span|font|strong|em|b|i|a|img)\b[^>\n]{0,300}>
    | \b(?:Начало|Конец)\sформы\b | \b(?:Top|Bottom)\sof\sForm\b
    | (?:[ÐÑ][\u0080-\u00ff\u0100-\u2122]){3,} | â€[\u0080-\u00ff\u0152-\u2122]?
    | (?:[РС][\u0080-\u00bf\u0402-\u040f\u0450-\u045f\u2013-\u2122]){3,}
    | [\ufffd\uf000-\uf0ff¬\ufffc]+
    """,
    re.VERBOSE,
)
ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,5});", re.IGNORECASE)
INVISIBLE = re.compile(r"\w{0,40}(?:[\u00ad\u200b\u200e\u200f\u2060\ufeff]\w{0,40})+")
EMPTY_ITEM = re.compile(r"^(?:(?:\d{1,3}|[^\W\d_])[.)]|[•·▪●○–—*-])$", re.MULTILINE)


BARE = re.compile(r"[^\s\"«“„(](?:\S*[^\s\"»”)])?")  # what stands between spaces or marks
ADDRESS = re.compile(r"//|@|www\.|\w[/\\]\w|:\\")


def codes_in(text):
    """For each character whether it is of an address, a path or remains of Word."""
    marked = bytearray(len(text))
    addresses = (found for found in BARE.finditer(text) if ADDRESS.search(found[0]))
    for found in (*addresses, *LOCAL_PATH.finditer(text), *WORD_DEBRIS.finditer(text)):
        start, end = found.span()
        marked[start:end] = b"\1" * (end - start)
    return marked


class LocalPath(Check):
    name = "local_path"
    reads_codes = True
    label = gettext_lazy("A path on somebody's computer")

    def find(self, subject):
        for field, text in subject.texts.items():
            for found in LOCAL_PATH.finditer(text):
                reason = _("Readers cannot open what is on the author's computer.")
                yield self.at(field, text, *found.span(), reason)


class WordDebris(Check):
    name = "word_debris"
    reads_codes = True
    label = gettext_lazy("Remains of Word")

    def find(self, subject):
        for field, text in subject.texts.items():
            for found in WORD_DEBRIS.finditer(text):
                reason = _("This is a code or a broken sign, no text.")
                start, end = found.span()
                start += len(found[0]) - len(found[0].lstrip())
                yield self.at(field, text, start, end, reason)
            for found in ENTITY.finditer(text):
                sign = html.unescape(found[0])
                if sign != found[0]:
                    reason = _("This is a code for a sign.")
                    yield self.at(
                        field, text, *found.span(), reason, " " if sign == "\xa0" else sign
                    )
            for found in INVISIBLE.finditer(text):
                mend = re.sub(r"[^\w]", "", found[0])
                reason = _("There are signs here that nobody sees.")
                yield self.at(field, text, *found.span(), reason, mend)
            for found in EMPTY_ITEM.finditer(text):
                yield self.at(field, text, *found.span(), _("A number or a dot without text."))
