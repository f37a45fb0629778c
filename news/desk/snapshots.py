"""Entries as plain data: to say what a change was and to compare.

`{field: value}` as JSON takes it: text fields and lists of ids as they are, moments in
UTC as in ISO 8601, rows of an entry as `{id: {field: value}}`.
Of an event `people` is `{id: {"role_<language>", "organization": id, "position"}}` in their order,
likewise `organizations` `{id: {"part", "position"}}`; `photos` are ids in their order.
"""

import datetime as dt

from django.db import models

from media.language_tabs import in_languages
from news.publishing import links_of

TEXTS = ("title", "lead", "body", "place")
# Where somebody is in a picture.
PLACE = ("x", "y", "width", "height")


def snapshot(event):
    """All that the press service writes about a saved event."""
    links = links_of(event)
    return {
        **{name: getattr(event, name) or "" for name in in_languages(*TEXTS)},
        "slug": event.slug,
        "kind": event.kind,
        "source_language": event.source_language,
        "links_names": event.links_names,
        "starts_at": plain(event.starts_at),
        "ends_at": plain(event.ends_at),
        "venue": event.venue_id,
        "topics": sorted(topic.pk for topic in links.topics),
        "people": people_of(links.participations),
        "organizations": organizations_of(links.organizations),
        "photos": [photo.pk for photo in links.photos],
    }


def people_of(participations):
    """The people of an event, of its participations in their order."""
    return {
        str(link.participant_id): {
            **{name: getattr(link, name) or "" for name in in_languages("role")},
            "organization": link.organization_id,
            "position": place,
        }
        for place, link in enumerate(participations)
    }


def organizations_of(links):
    """The organizations of an event, of its links in their order."""
    return {
        str(link.organization_id): {"part": link.part, "position": place}
        for place, link in enumerate(links)
    }


def snapshot_of_edition(edition):
    """The same of an edition, in its language alone, with what it froze of photos and topics."""
    language, content = edition.language, edition.content
    return {
        f"title_{language}": edition.title,
        f"lead_{language}": edition.lead,
        f"body_{language}": edition.body,
        "starts_at": plain(edition.starts_at),
        "ends_at": plain(edition.ends_at),
        f"place_{language}": content["place"],
        "venue": content["venue"],
        "kind": content["kind"],
        "links_names": content.get("links_names", True),
        "topics": {
            str(topic["id"]): {"slug": topic["slug"], f"name_{language}": topic["name"]}
            for topic in content["topics"]
        },
        "people": {
            str(person["id"]): {
                f"role_{language}": person["role"],
                "organization": person["organization"],
                "position": place,
            }
            for place, person in enumerate(content["people"])
        },
        "organizations": {
            str(link["id"]): {"part": link["part"], "position": place}
            for place, link in enumerate(content["organizations"])
        },
        "photos": {
            str(photo["id"]): {
                **{
                    f"{name}_{language}": photo[name]
                    for name in ("alt_text", "caption", "credit_line")
                },
                "creator": photo["creator"],
                "copyright_notice": photo["copyright_notice"],
                "focal_x": photo["focal"][0] / 100,
                "focal_y": photo["focal"][1] / 100,
                "marks": photo["marks"],
                "photo_people": {
                    str(person["id"]): {
                        "participant": person["id"],
                        **dict(zip(PLACE, person["at"] or [None] * len(PLACE), strict=True)),
                        "position": index,
                    }
                    for index, person in enumerate(photo["people"])
                },
                "position": place,
            }
            for place, photo in enumerate(content["photos"])
        },
        "slug": edition.slug,
    }


def snapshot_of_entry(entry, rows=()):
    """All that a person writes about an entry of the directory, in all languages.

    `rows` are the names of relations to its rows: `("positions", "other_names")`.
    """
    return {**_fields(entry), **{name: rows_of_entry(entry, name) for name in rows}}


def values_of_new(entry, rows=()):
    """The `changes` of an entry that was just made: what is not as in an empty one."""
    empty = snapshot_of_entry(type(entry)(), rows)
    return differences(empty, snapshot_of_entry(entry, rows))


def values_of_gone(entry, rows=()):
    """The `changes` of an entry that is about to be deleted."""
    empty = snapshot_of_entry(type(entry)(), rows)
    return differences(snapshot_of_entry(entry, rows), empty)


def values_of_gone_event(event):
    """The `changes` of an event that is about to be deleted: all that was written about it."""
    return {name: [value, None] for name, value in snapshot(event).items() if value}


def rows_of_entry(entry, name):
    """The rows of an entry under one of their names."""
    if not entry.pk:
        return {}
    way_back = entry._meta.get_field(name).field.name
    rows = {str(row.pk): _fields(row) for row in getattr(entry, name).all()}
    for values in rows.values():
        del values[way_back]
    return rows


def _fields(row):
    """The editable columns, without modeltranslation's untranslated doubles."""
    columns = [field for field in row._meta.concrete_fields if field.editable]
    doubles = {
        field.translated_field.name for field in columns if hasattr(field, "translated_field")
    }
    return {
        field.name: plain(field.value_from_object(row), field)
        for field in columns
        if field.name not in doubles and not field.primary_key
    }


def plain(value, field=None):
    """A value as JSON takes it; texts of nullable columns as of others."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is None and isinstance(field, models.CharField | models.TextField):
        return ""
    return value


def differences(before, after):
    """`{field: [before, after]}` of the fields in which two snapshots differ."""
    return {
        name: [before.get(name), after[name]] for name in after if before.get(name) != after[name]
    }
