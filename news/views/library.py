"""The picture library: the photos of all visible editions in the reader's language."""

from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news import directory
from news.models import Edition
from news.paging import PHOTOS, paginate
from news.photos import photo_list
from news.pictures import gallery_parts
from news.prepared import prepared
from news.search.queries import cleaned, read_query
from news.search.tables import PHOTOS as WORDS_OF_PHOTOS
from news.views.page import render_page
from news.years import read_year, start_of, years_of
from organizations.models import Organization
from people.models import Participant

ASKED = ("q", "person", "organization", "year", "before", "after")


def _photos(now, language, words, shown, named, organization, start, end):
    """Photos that hold all `words`, that show a person, of events that name one, and so on."""
    editions = Edition.objects.visible(now).in_language(language)
    if start:
        editions = editions.filter(starts_at__gte=start, starts_at__lt=end)
    if named:
        editions = editions.filter(people=named)
    if organization:
        editions = editions.filter(organizations=organization)
    photos = editions.photos_for_list(**({"people": shown} if shown else {}))
    if words:
        photos = photos.filter(photo_link__in=WORDS_OF_PHOTOS.matching(words))
    return photos


@prepared
def _oldest(now, language):
    editions = Edition.objects.visible(now).in_language(language)
    return PHOTOS.oldest_first(editions.photos_for_list())[:1]


@prepared
def _is_shown(now, language, person):
    editions = Edition.objects.visible(now).in_language(language)
    return editions.photos_for_list(people=person)[:1]


@prepared
def _people(now, language):
    """People with a page whom photos show."""
    visible = Edition.objects.visible(now)
    shown = visible.filter(language=language, edition_photos__people=OuterRef("pk"))
    people = Participant.objects.rewrite(False).public(visible).filter(Exists(shown))
    return people.order_by().values("slug", *directory.SHORT_NAME)


@prepared
def _organizations(now):
    """All with a page: to ask whose events have photos would cost more than the rest together."""
    organizations = Organization.objects.rewrite(False).public(Edition.objects.visible(now))
    return organizations.order_by().values("slug", *directory.columns("name"))


@prepared
def _person(now, slug):
    people = Participant.objects.rewrite(False).public(Edition.objects.visible(now))
    return people.filter(slug=slug).values("pk", "slug", *directory.SHORT_NAME)


@prepared
def _organization(now, slug):
    organizations = Organization.objects.rewrite(False).public(Edition.objects.visible(now))
    return organizations.filter(slug=slug).values("pk", "slug", *directory.columns("name"))


@require_safe
def photos(request):
    """Photos of events, the newest first: by words, person, organization and year.

    A person's photos are those that show the person; where none is known to, those of events
    that name the person, and the page says so.
    """
    language, now = get_language(), timezone.now()
    asked = {name: text for name in ASKED if (text := cleaned(request.GET.get(name, "")))}
    query = read_query(asked.get("q", ""), language, now)
    words = query.expression if query else ""
    person = _one(_person, now, asked.get("person"))
    organization = _one(_organization, now, asked.get("organization"))
    year = read_year(asked["year"]) if "year" in asked else max(query.years, default=None)
    is_shown = person and bool(_is_shown(now, language, person["pk"]))
    rows, older, newer = [], "", ""
    if words or "q" not in asked:
        rows, older, newer = paginate(
            asked,
            _photos,
            now,
            language,
            words or None,
            person["pk"] if is_shown else None,
            person["pk"] if person and not is_shown else None,
            organization["pk"] if organization else None,
            start_of(year) if year else None,
            start_of(year + 1) if year else None,
            order=PHOTOS,
        )
    selection = {name: text for name, text in asked.items() if name not in ("before", "after")}
    chosen_person = person and directory.person_name(person, language)
    chosen_organization = organization and directory.in_language(organization, "name", language)
    context = {
        "asked": asked,
        "photos": rows and photo_list(rows, language),
        "gallery_parts": gallery_parts(language) if rows else None,
        "people": _choices(_people(now, language), directory.person_name, person, language),
        "organizations": _choices(_organizations(now), _organization_name, organization, language),
        "years": years_of(_oldest(now, language), rows),
        "year": year,
        "named_only": chosen_person if person and not is_shown else None,
        "is_selection": bool(selection),
        "older": older and urlencode({**selection, "before": older}),
        "newer": newer and urlencode({**selection, "after": newer}),
    }
    found = (chosen_person and chosen_person.text, chosen_organization and chosen_organization.text)
    words_asked = f"“{asked['q']}”" if "q" in asked else ""
    title = ", ".join(filter(None, (_("Photos"), *found, asked.get("year"), words_asked)))
    return render_page(request, "news/photos.html", context, title=title, query=urlencode(asked))


def _one(rows, now, slug):
    """The row of a person or an organization that has a page; `Http404` where none has."""
    if not slug:
        return None
    for row in rows(now, slug):
        return row
    raise Http404


def _organization_name(row, language):
    return directory.in_language(row, "name", language)


def _choices(rows, name_of, chosen, language):
    """`(slug, name, whether it is chosen)` in the order of the alphabet, the chosen one too."""
    by_slug = {row["slug"]: row for row in (*rows, *filter(None, [chosen]))}
    named = [(slug, name_of(row, language)) for slug, row in by_slug.items()]
    named.sort(key=lambda each: (directory.sort_key(each[1].text, language), each[0]))
    return [(slug, name, bool(chosen) and slug == chosen["slug"]) for slug, name in named]
