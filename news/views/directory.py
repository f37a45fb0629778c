"""The people and the organizations that the news names, each with its news."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from media.models import Photo, says_something
from news import directory
from news.addresses import section_url
from news.cards import entry_item, in_rows, news_list
from news.contents import mentioned
from news.dates import format_date
from news.models import Edition, EventOrganization, Merge
from news.paging import PHOTOS, paginate
from news.photos import photo_list
from news.pictures import PORTRAIT, gallery_parts, people_of, picture, social_picture
from news.prepared import prepared
from news.recognition.mentions import ORGANIZATION
from news.views.page import render_page
from organizations.models import Organization
from people.models import Participant

PER_PAGE = 50
PHOTOS_SHOWN = 12  # on the page of a person
# What `Photo.picture` is made of.
PICTURE = ("checksum", "width", "height", "creator", "copyright_notice", "focal_x", "focal_y")
KINDS = dict(Organization.Kind.choices)
PARTS = dict(EventOrganization.Part.choices)


@prepared
def _people(now):
    people = Participant.objects.rewrite(False).public(Edition.objects.visible(now))
    return people.order_by().values("pk", "slug", *directory.PERSON_NAME)


@require_safe
def people(request):
    language, now = get_language(), timezone.now()
    entries = [
        {
            "pk": row["pk"],
            "slug": row["slug"],
            "name": directory.person_name(row, language, given_first=False, full=True),
            "notes": [],
        }
        for row in _people(now)
    ]
    page = _alphabetical(entries, language, request.GET.get("page", "1"))
    shown = {entry["pk"]: entry for group in page["groups"].values() for entry in group}
    for position in directory.positions_of(list(shown), now, language):
        if position["is_current"]:
            shown[position["participant_id"]]["notes"].append(_office(position))
    return _render_list(request, "people/people.html", page, title=_("People"))


def _office(position):
    organization = position["organization"]
    return (
        format_html("{}, {}", position["title"].html, organization.name.html)
        if organization
        else position["title"].html
    )


@prepared
def _organizations(now):
    organizations = Organization.objects.rewrite(False).public(Edition.objects.visible(now))
    return organizations.order_by().values("pk", "slug", "kind", *directory.columns("name"))


@require_safe
def organizations(request):
    language = get_language()
    entries = [
        {
            "pk": row["pk"],
            "slug": row["slug"],
            "name": directory.in_language(row, "name", language),
            "notes": [KINDS.get(row["kind"], "")],
        }
        for row in _organizations(timezone.now())
    ]
    page = _alphabetical(entries, language, request.GET.get("page", "1"))
    return _render_list(request, "organizations/organizations.html", page, title=_("Organizations"))


def _render_list(request, template, page, *, title):
    groups = [
        (letter, in_rows(entry_item(_entry(each), *each["notes"]) for each in entries))
        for letter, entries in page["groups"].items()
    ]
    context = {**page, "groups": groups}
    return render_page(request, template, context, title=title, query=page["query"])


def _entry(row):
    return directory.Entry(row["name"], f"{row['slug']}/")


def _alphabetical(entries, language, number):
    """A page of the named rows under their letters, and on which page each letter begins."""
    entries.sort(key=lambda entry: (directory.sort_key(entry["name"].text, language), entry["pk"]))
    pages = max(1, -(-len(entries) // PER_PAGE))
    if not (number.isascii() and number.isdigit() and 1 <= int(number[:6]) <= pages):
        raise Http404
    number = int(number)
    letters, groups = {}, {}
    for place, entry in enumerate(entries):
        letter = directory.first_letter(entry["name"].text, language)
        page = place // PER_PAGE + 1
        letters.setdefault(letter, page)
        if page == number:
            groups.setdefault(letter, []).append(entry)
    return {
        "groups": groups,
        "letters": [
            (letter, f"?page={page}" if page != number else "") for letter, page in letters.items()
        ],
        "query": f"page={number}" if number > 1 else "",
        "previous": number - 1,
        "next": number + 1 if number < pages else 0,
    }


@prepared
def _person(now, slug):
    return (
        Participant.objects.rewrite(False)
        .public(Edition.objects.visible(now))
        .filter(slug=slug)
        .values(
            "pk",
            *directory.PERSON_NAME,
            *directory.columns("biography"),
            *_photo("portrait"),
        )
    )


@prepared
def _photos_showing(now, language, pk):
    editions = Edition.objects.visible(now).in_language(language)
    return PHOTOS.newest_first(editions.photos_for_list(people=pk))[:PHOTOS_SHOWN]


@require_safe
def person(request, slug):
    """A person, and the news that name them with the role that they had then."""
    language, now = get_language(), timezone.now()
    found = _person(now, slug)
    if not found:
        return _merged(Participant, slug, "people", _person)
    row = found[0]
    name = directory.person_name(row, language, given_first=language == "en", full=True)
    positions = [
        {**position, "dates": _dates(position, language)}
        for position in directory.positions_of([row["pk"]], now, language)
    ]
    photos = _photos_showing(now, language, row["pk"])
    context = {
        "name": name,
        "portrait": _picture(row, "portrait", language, name),
        "text": row[f"biography_{language}"] or "",
        "current": [position for position in positions if position["is_current"]],
        "former": [position for position in positions if not position["is_current"]],
        "photos": photos and photo_list(photos, language),
        "photos_of_person": f"{section_url('photos', language)}?person={slug}",
        "gallery_parts": gallery_parts(language) if photos else None,
        **_editions(request, language, _naming_person, row["pk"], _role_at),
    }
    offices = ", ".join(position["title"].text for position in context["current"])
    return _render_entry(request, "people/person.html", context, description=offices)


@prepared
def _organization(now, slug):
    return (
        Organization.objects.rewrite(False)
        .public(Edition.objects.visible(now))
        .filter(slug=slug)
        .annotate(has_public_parent=directory.public_organization(now, "parent"))
        .values(
            "pk",
            "kind",
            "website",
            "has_public_parent",
            "parent__slug",
            *directory.columns("name", "short_name", "parent__name", "description"),
            *_photo("logo"),
        )
    )


@prepared
def _parts(parent):
    parts = Organization.objects.rewrite(False).filter(parent=parent, is_public=True)
    return parts.values("slug", "is_public", *directory.columns("name"))


@require_safe
def organization(request, slug):
    """An organization, who holds office there, and the news that name it."""
    language, now = get_language(), timezone.now()
    found = _organization(now, slug)
    if not found:
        return _merged(Organization, slug, "organizations", _organization)
    row = found[0]
    name = directory.in_language(row, "name", language)
    short_name = row[f"short_name_{language}"] or ""
    context = {
        "name": name,
        "short_name": short_name if short_name != name.text else "",
        "kind": KINDS.get(row["kind"], ""),
        "website": row["website"],
        "parent": row["has_public_parent"]
        and directory.organization_entry(
            directory.under(row, "parent__") | {"is_public": True}, language
        ),
        "parts": [directory.organization_entry(part, language) for part in _parts(row["pk"])],
        "portrait": _picture(row, "logo", language, name),
        "text": row[f"description_{language}"] or "",
        "positions": [
            position
            for position in directory.positions_at(row["pk"], now, language)
            if position["is_current"]
        ],
        **_editions(request, language, _naming_organization, row["pk"], _part_at),
    }
    return _render_entry(
        request,
        "organizations/organization.html",
        context,
        description=Truncator(row[f"description_{language}"] or "").chars(200),
    )


def _merged(model, slug, section, find):
    """Lead to the page of the entry into which the one of an address was merged."""
    entry = Merge.objects.now(model, dropped_slug=slug)
    if not entry or not find(timezone.now(), entry.slug):
        raise Http404
    # Caches ask each time: a merge can be undone.
    return HttpResponsePermanentRedirect(
        f"{section_url(section, get_language())}{entry.slug}/",
        headers={"Cache-Control": "public, no-cache"},
    )


def _render_entry(request, template, context, *, description):
    return render_page(
        request,
        template,
        context,
        title=context["name"].text,
        description=description,
        query=context["query"],
        picture=context["portrait"] and context["portrait"]["social"],
    )


def _naming_person(now, language, pk):
    return Edition.objects.visible(now).filter(language=language, people=pk).for_list("content")


def _naming_organization(now, language, pk):
    editions = Edition.objects.visible(now).filter(language=language, organizations=pk)
    return editions.for_list("content")


def _editions(request, language, naming, pk, note):
    """The page of visible editions that name the entry; `note(content, id)` is said of each."""
    asked = {name: value for name in ("before", "after") if (value := request.GET.get(name))}
    rows, older, newer = paginate(asked, naming, timezone.now(), language, pk)
    return {
        "news_list": rows and news_list(rows, level=3, note=lambda row: note(row.content, pk)),
        "older": older and urlencode({"before": older}),
        "newer": newer and urlencode({"after": newer}),
        "query": urlencode(asked),
    }


def _role_at(content, pk):
    roles = (each["role"] for each in content["people"] if each["id"] == pk)
    # Who did not take part is there for a picture, or for the text.
    is_shown = pk in people_of(content["photos"])
    return next(roles, _("In a picture") if is_shown else _("Named in the text"))


def _part_at(content, pk):
    for each in content["organizations"]:
        if each["id"] == pk:
            return PARTS.get(each["part"], "")
    if content["venue"] == pk:
        return _("Venue")
    return _("Named in the text") if pk in mentioned(content, ORGANIZATION) else ""


def _photo(field):
    return [
        f"{field}__{name}" for name in (*PICTURE, *directory.columns("alt_text", "credit_line"))
    ]


def _picture(row, field, language, name):
    """The portrait or logo: `{"html", "social"}`, or None."""
    photo = directory.under(row, f"{field}__")
    if not photo["checksum"]:
        return None
    alt = photo[f"alt_text_{language}"]
    alt = alt if says_something(alt) else name.text
    shown = Photo(**photo).picture
    return {
        "html": picture(shown, sizes=PORTRAIT, alt=alt, is_first=True),
        "social": social_picture(shown),
    }


def _dates(position, language):
    """«2018 жылғы 10 сәуір – 2021 жылғы 3 мамыр»; empty when neither day is known."""
    started, ended = (
        day and format_date(day, language) for day in (position["started_on"], position["ended_on"])
    )
    if position["is_current"]:
        return _("%(date)s – present") % {"date": started} if started else ""
    return f"{started or '…'} – {ended}"
