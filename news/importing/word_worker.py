"""Turn a .docx on standard input into JSON on standard output.

`python -m news.importing.word_worker` runs as a process of its own with limits, because it opens
what strangers hand in. It imports no Django, so that it starts quickly. What it prints is not
trusted: `word` cleans it.

    {"blocks": [{"html", "level", "title", "centred"} or {"picture": KEY}],
     "pictures": {KEY: {"part", "names", "alt"}}, "dropped": [[kind, text]], "footnotes": bool}
"""

import copy
import io
import json
import posixpath
import re
import resource
import sys
import zipfile

import mammoth
from lxml import etree
from lxml import html as lxml_html

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 20
LINKS = ("http://", "https://", "mailto:")
CENTRED = "Zharshy centred"
PLAIN_STYLES = (None, "Normal", "Body Text", "No Spacing", "Normal (Web)")
STYLES = f"""
p[style-name='Title'] => p.title:fresh
p[style-name='{CENTRED}'] => p.centred:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
"""


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    sys.setrecursionlimit(20_000)  # mammoth takes some ten frames for a level of nested XML
    json.dump(read(sys.stdin.buffer.read()), sys.stdout)


def read(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        document = Document(archive)
        document.prepare()
        result = mammoth.convert_to_html(
            document.repack(),
            style_map=STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            transform_document=mammoth.transforms.paragraph(mark_centred),
            convert_image=mammoth.images.img_element(
                lambda image: {"src": document.claim(image.alt_text)}
            ),
        )
    blocks = Blocks(document.dropped)
    blocks.read(result.value)
    document.note_lost_pictures(blocks.blocks)
    return {
        "blocks": blocks.blocks,
        "pictures": document.pictures,
        "dropped": document.dropped,
        "footnotes": blocks.has_footnotes,
    }


def mark_centred(paragraph):
    is_plain = paragraph.style_name in PLAIN_STYLES and not paragraph.numbering
    if paragraph.alignment == "center" and is_plain:
        return paragraph.copy(style_id=CENTRED, style_name=CENTRED)
    return paragraph


def find_all(element, *names):
    """Descendants by local name, whatever the namespace (transitional or strict) is."""
    return list(element.iter(*(f"{{*}}{name}" for name in names)))


def child(element, name):
    return next(element.iterchildren(f"{{*}}{name}"), None)


def attribute(element, name):
    """The name with its namespace and the value of an attribute, found by its local name."""
    found = (key for key in element.attrib if etree.QName(key).localname == name)
    key = next(found, None)
    return key, element.get(key, "") if key else ""


def inner_text(element):
    paragraphs = {}
    for text in find_all(element, "t"):
        paragraph = next(text.iterancestors("{*}p"), None)
        paragraphs.setdefault(paragraph, []).append(text.text or "")
    return " ".join(" ".join("".join(texts) for texts in paragraphs.values()).split())


def remove(element):
    element.getparent().remove(element)


def choose_alternatives(root):
    """Keep one of the forms in which Word writes a drawing: mammoth knows only the older one."""
    for alternative in find_all(root, "AlternateContent"):
        choice, fallback = child(alternative, "Choice"), child(alternative, "Fallback")
        form = choice if choice is not None and find_all(choice, "pic") else fallback
        form = choice if form is None else form
        at = alternative.getparent().index(alternative)
        alternative.getparent()[at : at + 1] = [] if form is None else list(form)


class Document:
    """The parts of a .docx, made ready for mammoth: what a release doesn't keep is noted here."""

    def __init__(self, archive):
        self.archive = archive
        self.names = set(archive.namelist())
        self.main = self.find_main()
        self.root = self.parse(self.main)
        self.pictures = {}
        self.dropped = []

    def parse(self, name):
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )
        root = etree.fromstring(self.archive.read(name), parser)
        choose_alternatives(root)
        return root

    def find_main(self):
        if "_rels/.rels" in self.names:
            for relationship in self.parse("_rels/.rels"):
                target = relationship.get("Target", "").lstrip("/")
                if (
                    relationship.get("Type", "").endswith("/officeDocument")
                    and target in self.names
                ):
                    return target
        return "word/document.xml"

    def prepare(self):
        self.empty_text_boxes()
        self.drop_marks()
        self.name_pictures(self.relationships())
        self.note_other_parts()

    def relationships(self):
        """The parts by relationship id; an id that leads nowhere is taken out for mammoth."""
        folder, base = posixpath.split(self.main)
        name = f"{folder}/_rels/{base}.rels"
        found = self.parse(name) if name in self.names else []
        targets = {item.get("Id"): item.get("Target", "") for item in found}
        for element in find_all(self.root, "hyperlink", "blip", "imagedata", "hlinkClick"):
            for attribute_name in ("id", "embed", "link"):
                key, value = attribute(element, attribute_name)
                if key and value not in targets and key.startswith("{"):
                    del element.attrib[key]
        return {
            key: posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            for key, target in targets.items()
        }

    def empty_text_boxes(self):
        for box in find_all(self.root, "txbxContent"):
            if text := inner_text(box):
                self.dropped.append(["text box", text])
            for element in find_all(box, "t"):
                remove(element)

    def drop_marks(self):
        if deleted := [found for found in find_all(self.root, "del") if find_all(found, "delText")]:
            self.dropped.append(["deleted text", str(len(deleted))])
        for bookmark in find_all(self.root, "bookmarkStart"):
            self.dropped.append(["bookmark", attribute(bookmark, "name")[1]])
            remove(bookmark)
        if objects := find_all(self.root, "object", "altChunk", "chart", "relIds"):
            self.dropped.append(["embedded object", str(len(objects))])
        empty = [
            paragraph
            for paragraph in self.root.iterfind("{*}body/{*}p")
            if not find_all(paragraph, "drawing", "pict", "object", "del")
            and not inner_text(paragraph)
        ]
        if empty:
            self.dropped.append(["empty paragraphs", str(len(empty))])

    def name_pictures(self, targets):
        """Give each picture a key where mammoth looks for its alternative text."""
        for image in find_all(self.root, "imagedata"):
            key, title = attribute(image, "title")
            part = targets.get(attribute(image, "id")[1])
            key = key or "{urn:schemas-microsoft-com:office:office}title"
            image.set(key, self.add_picture(part, [title], ""))
        for place in find_all(self.root, "inline", "anchor"):
            if find_all(place, "blip"):
                self.name_drawing(place, targets)

    def name_drawing(self, place, targets):
        """A drawing is one picture or a group of them; mammoth sees only one at the top."""
        pictures = find_all(place, "pic")
        for number, picture in enumerate(pictures):
            if number:
                one = copy.deepcopy(place)
                place.addnext(one)
                place = one
            data = find_all(place, "graphicData")[0]
            data[:] = [picture]
            properties = child(place, "docPr")
            own = find_all(picture, "cNvPr")[:1]
            alt = (own[0].get("descr") if own else "") or ""
            names = [alt, *(found.get("name", "") for found in own)]
            if properties is not None:
                for click in find_all(properties, "hlinkClick"):
                    remove(click)
                if not number:
                    shown = properties.get("descr") or properties.get("title") or ""
                    alt, names = shown or alt, [shown, *names, properties.get("name", "")]
            blip = find_all(picture, "blip")[:1]
            part = targets.get(attribute(blip[0], "embed")[1]) if blip else None
            key = self.add_picture(part, names, alt)
            if properties is not None:
                properties.set("descr", key)

    def add_picture(self, part, names, alt):
        key = f"w{len(self.pictures) + 1}"
        self.pictures[key] = {"part": part, "names": names, "alt": alt}
        return key

    def claim(self, alt_text):
        return alt_text if alt_text in self.pictures else ""

    def note_lost_pictures(self, blocks):
        placed = {block["picture"] for block in blocks if "picture" in block}
        for key in [key for key in self.pictures if key not in placed]:
            part = self.pictures.pop(key)["part"]
            self.dropped.append(["picture", posixpath.basename(part or "")])

    def note_other_parts(self):
        for name in sorted(self.names):
            found = re.fullmatch(r"word/(header|footer|comments)\d*\.xml", name)
            if not found:
                continue
            root = self.parse(name)
            if found[1] == "comments":
                texts = [inner_text(comment) for comment in root]
                self.dropped += [["comment", text] for text in texts if text]
            elif text := inner_text(root):
                self.dropped.append([found[1], text])

    def repack(self):
        """The document as it is now, with the parts that mammoth reads."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as target:
            for name in self.names:
                if name == self.main:
                    target.writestr(name, etree.tostring(self.root, encoding="utf-8"))
                elif re.fullmatch(r"word/styles\d*\.xml", name):
                    target.writestr(name, self.short_styles(name))
                elif name.endswith((".xml", ".rels")):
                    target.writestr(name, self.archive.read(name))
        packed.seek(0)
        return packed

    def short_styles(self, name):
        """The styles with what mammoth takes of them: names and numbering; the rest is slow."""
        root = self.parse(name)
        for element in list(root):
            if etree.QName(element).localname != "style":
                root.remove(element)
                continue
            for detail in list(element):
                if etree.QName(detail).localname not in ("name", "pPr"):
                    element.remove(detail)
        return etree.tostring(root, encoding="utf-8")


class Blocks:
    """The HTML of mammoth as blocks, each picture a block of its own."""

    def __init__(self, dropped):
        self.blocks = []
        self.dropped = dropped
        self.has_footnotes = False

    def read(self, html):
        root = lxml_html.fragment_fromstring(html or "<p></p>", create_parent="div")
        self.unwrap_links(root)
        self.read_footnotes(root)
        for cell in root.iter("td", "th"):
            if len(cell) == 1 and cell[0].tag == "p" and not (cell.text or "").strip():
                cell[0].drop_tag()
        for block in root:
            self.add(block)

    def unwrap_links(self, root):
        for link in list(root.iter("a")):
            href = (link.get("href") or "").strip()
            text = " ".join(link.text_content().split())
            if href.lower().startswith(LINKS):
                link.attrib.clear()
                link.set("href", href)
                if text or link.find(".//img") is not None:
                    continue
            elif href and not href.startswith("#"):
                self.dropped.append(["link", text])
            if text == "↑" and href.startswith(("#footnote-ref", "#endnote-ref")):
                link.text = ""
            link.drop_tag()

    def read_footnotes(self, root):
        last = root[-1] if len(root) else None
        if last is None or last.tag != "ol" or not len(last):
            return
        notes = [item for item in last if re.match("(foot|end)note-", item.get("id", ""))]
        if not notes:
            return
        self.has_footnotes = True
        last.drop_tree()
        for number, note in enumerate(notes, 1):
            paragraphs = list(note) or [note]
            paragraphs[0].text = f"[{number}] {(paragraphs[0].text or '').lstrip()}"
            root.extend(paragraphs)

    def add(self, block):
        images = list(block.iter("img"))
        opens = bool(images) and not self.has_text_before(block)
        pictures = [{"picture": image.get("src")} for image in images if image.get("src")]
        for image in images:
            image.drop_tree()
        for child in block.iter():
            child.text = collapse(child.text)
            child.tail = collapse(child.tail)
        level = re.fullmatch("h([1-6])", block.tag)
        text = []
        if block.text_content().strip():
            text.append(
                {
                    "html": lxml_html.tostring(block, encoding="unicode", with_tail=False),
                    "level": int(level[1]) if level else 0,
                    "title": block.get("class") == "title",
                    "centred": block.get("class") == "centred",
                }
            )
        self.blocks += pictures + text if opens else text + pictures

    def has_text_before(self, block):
        for element in block.iter():
            if element.tag == "img":
                return False
            if (element.text or "").strip():
                return True
        return False


def collapse(text):
    text = re.sub("[\u00ad\u200b\u200e\u200f\u2060\ufeff]", "", text or "")
    return re.sub(r"\s+", " ", text)


if __name__ == "__main__":
    main()
