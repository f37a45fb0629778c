"""Reading a response as a page."""

import html5lib


def read(response, status=200):
    """The page of a response as an element tree; fails where it is no valid HTML."""
    assert response.status_code == status
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.content)
    assert len(page.findall(".//h1")) == 1
    assert len(page.findall(".//nav[@class='sections']")) == 1
    return page


def text(element):
    return " ".join("".join(element.itertext()).split())


def texts(page, path):
    return [text(element) for element in page.findall(path)]


def links(page, path=".//main//a"):
    return [element.get("href") for element in page.findall(path)]


def language_switch(page):
    """The address of each language, None for the current one, "" for one without the page."""
    found = {}
    for item in page.findall(".//header//ul")[0]:
        if (link := item.find("a")) is not None:
            found[link.get("lang")] = link.get("href")
        else:
            span = item.find(".//*[@lang]")
            found[span.get("lang")] = None if span.get("aria-current") else ""
    return found
