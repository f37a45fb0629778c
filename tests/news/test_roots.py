"""What stands beside the languages: the site's root, what robots read."""

import xml.etree.ElementTree as ET

import pytest
from django.utils import timezone

from news.publishing import withdraw
from tests.factories import UserFactory, published, trilingual

pytestmark = pytest.mark.django_db
LOCATION = ".//{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.mark.parametrize(
    ("cookie", "accepts", "home"),
    [
        ("", "", "/kk/"),
        ("", "de", "/kk/"),
        ("", "ru-KZ,ru;q=0.9", "/ru/"),
        ("", "de,en-GB;q=0.8", "/en/"),
        ("en", "ru", "/en/"),
        ("de", "ru", "/ru/"),
    ],
)
def test_root_leads_to_the_language_of_the_reader(client, cookie, accepts, home):
    client.cookies["django_language"] = cookie
    response = client.get("/", headers={"Accept-Language": accepts})
    assert (response.status_code, response.headers["Location"]) == (302, home)
    assert response.headers["Vary"] == "Accept-Language, Cookie"


def test_robots_may_read_all_but_the_administration(client):
    body = client.get("/robots.txt").content.decode()
    assert body.splitlines()[:2] == ["User-agent: *", "Disallow: /admin/"]


def test_sitemap_names_what_is_visible(client):
    published(trilingual(slug="visible"), languages=("ru", "en"))
    published(slug="scheduled", at=timezone.now() + timezone.timedelta(hours=1))
    gone = published(slug="withdrawn")
    withdraw(event=gone, user=UserFactory(groups=["Publishers"]), reasons={"ru": "Ошибка."})
    index = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own answer
    sitemap = ET.fromstring(client.get("/sitemap-0.xml").content)  # noqa: S314
    site = "http://testserver"
    assert [each.text for each in index.findall(LOCATION)] == [f"{site}/sitemap-0.xml"]
    assert [each.text for each in sitemap.findall(LOCATION)] == [
        f"{site}/ru/news/visible/",
        f"{site}/en/news/visible/",
    ]
    alternates = sitemap.findall(".//{http://www.w3.org/1999/xhtml}link")
    assert [each.get("hreflang") for each in alternates] == ["ru", "en"] * 2
    assert client.get("/sitemap-1.xml").status_code == 404
