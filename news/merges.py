"""Two entries of the directory, people or organizations, made one; and undone again.

All that refers to the dropped one refers to the kept one afterwards, also what editions froze: its
page leads to the other's, and the history keeps what was done to either. Events stay in their
state: what readers see is the same, under one name.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media.language_tabs import in_languages
from media.models import Photo
from news.desk.snapshots import (
    differences,
    organizations_of,
    people_of,
    rows_of_entry,
    snapshot_of_entry,
)
from news.journal import Journal
from news.models import (
    Edition,
    EditionOrganization,
    EditionPerson,
    EditionPhoto,
    Event,
    EventOrganization,
    HistoryEntry,
    Merge,
    NameForm,
    Participation,
    Refused,
)
from news.models.merge import DIRECTORY
from news.recognition.indexing import index_organizations, index_people
from news.recognition.mentions import ORGANIZATION, PERSON
from news.search.indexing import index_editions, index_photos
from organizations.models import Organization, OrganizationName
from people.models import Participant, ParticipantName, PhotoPerson, Position

Action = HistoryEntry.Action
KEEP, DROP = "keep", "drop"
HISTORY_ROWS = {Participant: ("positions", "other_names"), Organization: ("other_names",)}
OTHER_NAMES = {Participant: ParticipantName, Organization: OrganizationName}
KIND_OF = {Participant: PERSON, Organization: ORGANIZATION}
BATCH = 200
PARTS = list(EventOrganization.Part.values)  # the weightiest first


# What refers to an entry


class Link(NamedTuple):
    """A column that refers to an entry.

    No two rows of one entry are equal in the columns `once`: of two such rows the kept one's
    stays, after `join(kept, dropped)` has put into it what it lacks.
    """

    model: type
    field: str
    once: tuple = ()
    join: Callable = lambda kept, dropped: None

    def key(self, row):
        return tuple(getattr(row, name) for name in self.once)


def both_roles(one, other):
    """Two roles at one event as one text; the first where there is no room for both."""
    if not one or not other or one == other:
        return one or other
    both = f"{one}; {other}"
    return both if len(both) <= Participation._meta.get_field("role").max_length else one


def weightier(one, other):
    return min(one, other, key=PARTS.index)


def _join_participations(kept, dropped):
    for name in in_languages("role"):
        setattr(kept, name, both_roles(getattr(kept, name) or "", getattr(dropped, name) or ""))
    kept.organization_id = kept.organization_id or dropped.organization_id
    kept.position = min(kept.position, dropped.position)


def _join_parts(kept, dropped):
    kept.part = weightier(kept.part, dropped.part)
    kept.position = min(kept.position, dropped.position)


def _join_places(kept, dropped):
    if kept.x is None:
        for name in ("x", "y", "width", "height"):
            setattr(kept, name, getattr(dropped, name))
    kept.position = min(kept.position, dropped.position)


def _join_names(kept, dropped):
    kept.is_accepted = kept.is_accepted or dropped.is_accepted


# Every column of the database that refers to an entry, but those of `MADE_ANEW`.
LINKS = {
    Participant: [
        Link(Participation, "participant", ("event_id",), _join_participations),
        Link(
            Position,
            "participant",
            ("organization_id", "started_on", "ended_on", *in_languages("title")),
        ),
        Link(PhotoPerson, "participant", ("photo_id",), _join_places),
        Link(ParticipantName, "participant", ("language", "name"), _join_names),
        Link(EditionPerson, "participant", ("edition_id",)),
        Link(EditionPhoto.people.through, "participant", ("editionphoto_id",)),
    ],
    Organization: [
        Link(Participation, "organization"),
        Link(Position, "organization"),
        Link(Event, "venue"),
        Link(Organization, "parent"),
        Link(EventOrganization, "organization", ("event_id",), _join_parts),
        Link(OrganizationName, "organization", ("language", "name"), _join_names),
        Link(EditionOrganization, "organization", ("edition_id",)),
    ],
}
MADE_ANEW = {NameForm}


def _move(journal, link, keep, drop):
    """Let the rows of one entry be the other's."""
    rows = link.model.objects.filter(**{link.field: drop.pk}).order_by("pk")
    kept = link.model.objects.filter(**{link.field: keep.pk}) if link.once else []
    twins = {link.key(row): row for row in kept}
    moved, doubles = {}, []
    for row in rows:
        if twin := link.once and twins.get(link.key(row)):
            link.join(twin, row)
            doubles.append(row.pk)
            journal.save(twin)
        else:
            moved[row.pk] = {f"{link.field}_id": keep.pk}
    journal.delete(link.model, doubles)
    journal.update(link.model, moved)


# What editions froze: ids within their content, so that a page finds the entry under its one name


def _named_in(content):
    """The parts of the content of an edition that name people and organizations."""
    names = ("people", "organizations", "venue", "mentions")
    return {
        # Editions of former times have no mentions.
        **{name: content[name] for name in names if name in content},
        "in_photos": [photo["people"] for photo in content["photos"]],
    }


def _rename_in(parts, model, keep, drop):
    """The same parts, with the kept id for the dropped one; who was there twice is there once."""
    renamed = dict(parts)
    if "mentions" in parts:
        renamed["mentions"] = _first_mentions(parts["mentions"], KIND_OF[model], keep, drop)
    if model is Participant:
        renamed["people"] = _joined(parts["people"], keep, drop, _join_frozen_people)
        renamed["in_photos"] = [
            _joined(people, keep, drop, _join_frozen_places) for people in parts["in_photos"]
        ]
        return renamed
    renamed["people"] = [
        {**person, "organization": keep} if person["organization"] == drop else person
        for person in parts["people"]
    ]
    renamed["organizations"] = _joined(parts["organizations"], keep, drop, _join_frozen_parts)
    renamed["venue"] = keep if parts["venue"] == drop else parts["venue"]
    return renamed


def _first_mentions(mentions, kind, keep, drop):
    """Links of a text to the kept entry instead of the dropped one; no second one to it."""
    found = {}
    for mention in mentions:
        pk = mention["id"]
        if mention["kind"] == kind and pk == drop:
            pk = keep
        found.setdefault((mention["kind"], pk), {**mention, "id": pk})
    return list(found.values())


def _joined(rows, keep, drop, join):
    """Rows in their order, one for both ids: at the place of the first."""
    by_id = {row["id"]: row for row in rows}
    if keep in by_id and drop in by_id:
        by_id[keep] = join(by_id[keep], by_id[drop])
    ids = dict.fromkeys(keep if row["id"] == drop else row["id"] for row in rows)
    return [{**by_id.get(pk, by_id.get(drop)), "id": pk} for pk in ids]


def _join_frozen_people(kept, dropped):
    return {
        **kept,
        "role": both_roles(kept["role"], dropped["role"]),
        "organization": kept["organization"] or dropped["organization"],
    }


def _join_frozen_places(kept, dropped):
    return {**kept, "at": kept["at"] or dropped["at"]}


def _join_frozen_parts(kept, dropped):
    return {**kept, "part": weightier(kept["part"], dropped["part"])}


def _put_into(edition, parts):
    content = edition.content
    is_lead = content["photos"][:1] == [edition.picture]
    for name, value in parts.items():
        if name == "in_photos":
            for photo, people in zip(content["photos"], value, strict=True):
                photo["people"] = people
        else:
            content[name] = value
    if is_lead:
        edition.picture = content["photos"][0]


def _rename_in_editions(keep, drop):
    """Write the kept id into all editions; return them and what changed of each by its id.

    What changed is `{part: [before, after]}`.
    """
    changes, renamed = {}, []
    for edition in drop.editions.all():
        before = _named_in(edition.content)
        after = _rename_in(before, type(keep), keep.pk, drop.pk)
        if changed := differences(before, after):
            changes[str(edition.pk)] = changed
            _put_into(edition, {name: after[name] for name in changed})
            renamed.append(edition)
    Edition.objects.bulk_update(renamed, ["content", "picture"], batch_size=BATCH)
    return renamed, changes


def _take_back_in_editions(changes):
    """Undo it where the parts are as they were left; return the editions, and how many were not."""
    left, renamed = 0, []
    for edition in Edition.objects.in_bulk(map(int, changes)).values():
        now = _named_in(edition.content)
        changed = changes[str(edition.pk)]
        as_left = [name for name, (_before, after) in changed.items() if now[name] == after]
        left += len(as_left) < len(changed)
        _put_into(edition, {name: changed[name][0] for name in as_left})
        renamed.append(edition)
    Edition.objects.bulk_update(renamed, ["content", "picture"], batch_size=BATCH)
    return renamed, left


def _index_again(editions, *entries):
    """The words by which entries, editions and their photos are found may be others now."""
    model = type(entries[0])
    index = {Participant: index_people, Organization: index_organizations}[model]
    index(model.objects.filter(pk__in=[entry.pk for entry in entries]))
    index_editions(editions)
    for entry in entries:
        index_photos(EditionPhoto.objects.filter(edition__in=entry.editions.all()))


# Those that an entry belongs to: their history tells it, and forms of theirs that are open


def events_naming(*entries):
    if isinstance(entries[0], Participant):
        return Event.objects.filter(participations__participant__in=entries)
    return Event.objects.filter(
        Q(participations__organization__in=entries)
        | Q(event_organizations__organization__in=entries)
        | Q(venue__in=entries)
    )


def _states(entry, ids=None):
    """`{owner: its part of a snapshot}` of all that an entry belongs to, or of those of `ids`."""
    found = {}
    events = Event.objects.filter(pk__in=ids[Event]) if ids is not None else events_naming(entry)
    events = events.only("slug", "version", "venue", *in_languages("title")).distinct()
    for event in events.order_by().prefetch_related("participations", "event_organizations"):
        found[event] = {
            "venue": event.venue_id,
            "people": people_of(event.participations.all()),
            "organizations": organizations_of(event.event_organizations.all()),
        }
    if isinstance(entry, Participant):
        owners, rows = Photo.objects.filter(photo_people__participant=entry), "photo_people"
    else:
        owners, rows = Participant.objects.filter(positions__organization=entry), "positions"
    model = owners.model
    owners = model.objects.filter(
        pk__in=ids[model] if ids is not None else owners.order_by().values("pk")
    )
    for owner in owners.prefetch_related(rows):
        found[owner] = {rows: rows_of_entry(owner, rows)}
    if isinstance(entry, Organization):
        parts = (
            Organization.objects.filter(pk__in=ids[Organization])
            if ids is not None
            else entry.children
        )
        found |= {part: {"parent": part.parent_id} for part in parts.all()}
    return found


def _tell_owners(entry, before, action, user, comment, apart_from):
    ids = defaultdict(list)
    for owner in before:
        ids[type(owner)].append(owner.pk)
    changes = {
        owner: changed
        for owner, state in _states(entry, ids).items()
        if owner not in apart_from and (changed := differences(before[owner], state))
    }
    events = [owner.pk for owner in changes if isinstance(owner, Event)]
    counted = Event.objects.filter(pk__in=events)
    counted.update(version=F("version") + 1, updated_at=timezone.now())
    for owner, changed in changes.items():
        details = {"version": owner.version + 1} if isinstance(owner, Event) else {}
        HistoryEntry.objects.record(
            action, owner, user, changes=changed, comment=comment, **details
        )


# Merging


def may_merge(user, model):
    """Whether somebody may merge entries of a model: who may change and delete them."""
    app, name = model._meta.app_label, model._meta.model_name
    return all(user.has_perm(f"{app}.{action}_{name}") for action in ("change", "delete"))


def fields_to_choose(model):
    """The names of the fields of which one value is chosen, as a snapshot has them."""
    rows = HISTORY_ROWS[model]
    return [name for name in snapshot_of_entry(model()) if name != "slug" and name not in rows]


def chosen_by_default(keep, drop, name):
    """Which entry's value is taken: the kept one's unless it is empty."""
    mine, others = (getattr(entry, name) for entry in (keep, drop))
    is_empty = mine in (None, "") and name != "is_public"
    return DROP if is_empty and others not in (None, "") else KEEP


def spellings(entry):
    """`[(language, name)]` under which texts name an entry, without its other names."""
    found = []
    for code in settings.PRESS_LANGUAGES:
        if isinstance(entry, Participant):
            names = [entry.name_in(code)]
        else:
            names = [getattr(entry, f"{name}_{code}") for name in ("name", "short_name")]
        found += [(code, name) for name in names if name]
    return found


@transaction.atomic
def merge_entries(*, keep, drop, user, chosen=None, seen=None):
    """Make two people, or two organizations, one; return the `Merge`, by which it is undone.

    `chosen` is `{field: "keep" or "drop"}`: whose value stays, if not `chosen_by_default`. `seen`
    is what `newest_seen` said when it was decided. Raises `Refused` with every reason against it.
    """
    if reasons := _reasons_at_first(keep, drop, user):
        raise Refused(reasons)
    keep, drop = _lock(keep, drop)
    if seen is not None and seen != newest_seen(keep, drop):
        raise Refused([_("They were changed after you opened the page. Look at them again.")])
    model, names = type(keep), (str(keep), str(drop))
    said = f"«{names[1]}» → «{names[0]}»"  # the action says the rest in the reader's language
    before, of_owners = snapshot_of_entry(keep, HISTORY_ROWS[model]), _states(drop)
    merge = Merge(
        model=model._meta.label_lower,
        kept_id=keep.pk,
        dropped_id=drop.pk,
        kept_name=names[0][:300],
        dropped_name=names[1][:300],
        dropped_slug=drop.slug,
        user=user,
    )
    journal, (editions, renamed) = Journal(), _rename_in_editions(keep, drop)
    _leave_each_other(journal, keep, drop)
    for link in LINKS[model]:
        _move(journal, link, keep, drop)
    _choose_values(journal, keep, drop, chosen or {})
    NameForm.objects.filter(**{_own_field(model): drop.pk}).delete()
    journal.delete(model, [drop.pk])
    merge.moved = {"rows": journal.entries, "editions": renamed}
    merge.save()
    keep = model.objects.get(pk=keep.pk)
    _refuse_circle(keep)
    _index_again(editions, keep)
    changes = differences(before, snapshot_of_entry(keep, HISTORY_ROWS[model]))
    HistoryEntry.objects.record(Action.MERGED, keep, user, changes=changes, comment=said)
    HistoryEntry.objects.record(Action.MERGED, drop, user, comment=said)
    _tell_owners(keep, of_owners, Action.MERGED, user, said, apart_from=[keep, drop])
    return merge


def newest_seen(*entries):
    """How far the history of entries goes: what was decided on less is asked again."""
    newest = (HistoryEntry.objects.of(entry).aggregate(last=Max("pk"))["last"] for entry in entries)
    return max((pk for pk in newest if pk), default=0)


def _reasons_at_first(keep, drop, user):
    reasons = []
    if not may_merge(user, type(keep)):
        reasons.append(_("You may not do this."))
    if type(keep) is not type(drop) or keep.pk == drop.pk:
        reasons.append(_("Choose two different entries."))
    return reasons


def _lock(*entries):
    """The entries as they are now, locked after the events that name them: as who saves those."""
    model, events = type(entries[0]), _ids_of_events(*entries)
    list(Event.objects.select_for_update().filter(pk__in=events).order_by("pk").values("pk"))
    # Who links to an entry takes a lock on its key: nobody does so any longer.
    found = model.objects.select_for_update().filter(pk__in=[entry.pk for entry in entries])
    locked = {entry.pk: entry for entry in found.order_by("pk")}
    if len(locked) < len(entries):
        raise Refused([_("One of them is no longer there.")])
    if _ids_of_events(*entries) - events:
        raise Refused([_("Somebody just saved an event that names one of them. Try again.")])
    return [locked[entry.pk] for entry in entries]


def _ids_of_events(*entries):
    field = "people" if isinstance(entries[0], Participant) else "organizations"
    published = Edition.objects.filter(**{f"{field}__in": entries}).order_by()
    named = events_naming(*entries).order_by()
    return {*named.values_list("pk", flat=True), *published.values_list("event_id", flat=True)}


def _own_field(model):
    """The name of the columns of other models that refer to an entry."""
    return "participant" if model is Participant else "organization"


def _leave_each_other(journal, keep, drop):
    """Of two organizations neither is a part of the other any longer."""
    if isinstance(keep, Participant):
        return
    if drop.parent_id == keep.pk:
        drop.parent = None
        journal.save(drop)
    if keep.parent_id == drop.pk:
        keep.parent = drop.parent
        journal.save(keep)


def _refuse_circle(entry):
    """An organization that would be a part of one of its own parts."""
    above = getattr(entry, "parent", None)
    while above and above != entry:
        above = above.parent
    if above:
        sentence = _("%(name)s would be a part of itself. Choose what it is a part of.")
        raise Refused([sentence % {"name": entry}])


def _choose_values(journal, keep, drop, chosen):
    """Take the values that were chosen; names that are no longer the entry's own stay as others."""
    model, names = type(keep), spellings(keep) + spellings(drop)
    for name in fields_to_choose(model):
        if chosen.get(name, chosen_by_default(keep, drop, name)) == DROP:
            setattr(keep, name, getattr(drop, name))
    journal.save(keep)
    own, other = spellings(keep), OTHER_NAMES[model]
    there = {(row.language, row.name): row.pk for row in keep.other_names.all()}
    journal.delete(other, [pk for name, pk in there.items() if name in own])
    for language, name in dict.fromkeys(names):
        if (language, name) not in own and (language, name) not in there:
            journal.create(other, **{_own_field(model): keep}, language=language, name=name)


# Undoing


def reasons_not_to_undo(merge, user):
    """Every reason against undoing a merge; an empty list when there is none."""
    model = DIRECTORY[merge.model]
    if not may_merge(user, model):
        return [_("You may not do this.")]
    if merge.undone_at:
        return [_("It is undone already.")]
    reasons = []
    later = Merge.objects.standing().of(model).filter(pk__gt=merge.pk)
    later = later.filter(Q(kept_id=merge.kept_id) | Q(dropped_id=merge.kept_id))
    for other in later:
        sentence = _("“%(dropped)s” was merged into “%(kept)s” later. Undo that first.")
        reasons.append(sentence % {"dropped": other.dropped_name, "kept": other.kept_name})
    if not reasons and not model.objects.filter(pk=merge.kept_id).exists():
        reasons.append(_("“%(name)s” was deleted since.") % {"name": merge.kept_name})
    if taken := model.objects.filter(slug=merge.dropped_slug).first():
        sentence = _("“%(name)s” has the address of “%(dropped)s” now. Change it first.")
        reasons.append(sentence % {"name": taken, "dropped": merge.dropped_name})
    return reasons


@transaction.atomic
def undo_merge(*, merge, user):
    """Make the two entries of a merge again as they were; return the merge.

    What was changed since stays as it is now and is told in its `remarks`. Raises `Refused` with
    every reason against it.
    """
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if reasons := reasons_not_to_undo(merge, user):
        raise Refused(reasons)
    model = DIRECTORY[merge.model]
    (keep,) = _lock(model(pk=merge.kept_id))
    said = f"«{merge.dropped_name}» → «{merge.kept_name}»"
    before, of_owners = snapshot_of_entry(keep, HISTORY_ROWS[model]), _states(keep)
    left = Journal(merge.moved["rows"]).take_back()
    editions, changed = _take_back_in_editions(merge.moved["editions"])
    if changed:
        left[Edition, "changed"] += changed
    # Pages that show their names were kept by readers with a later moment than that of old.
    both = model.objects.filter(pk__in=[merge.kept_id, merge.dropped_id])
    both.update(updated_at=timezone.now())
    keep, drop = (model.objects.get(pk=pk) for pk in (merge.kept_id, merge.dropped_id))
    _index_again(editions, keep, drop)
    changes = differences(before, snapshot_of_entry(keep, HISTORY_ROWS[model]))
    HistoryEntry.objects.record(Action.UNMERGED, keep, user, changes=changes, comment=said)
    HistoryEntry.objects.record(Action.UNMERGED, drop, user, comment=said)
    _tell_owners(keep, of_owners, Action.UNMERGED, user, said, apart_from=[keep, drop])
    merge.undone_at, merge.undone_by = timezone.now(), user
    merge.remarks = "\n".join(_remark(*key, number) for key, number in left.items())
    merge.save(update_fields=["undone_at", "undone_by", "remarks"])
    return merge


def _remark(model, what, number):
    """A sentence about rows that could not be taken back."""
    kind = capfirst((model._meta.auto_created or model)._meta.verbose_name_plural)
    if what == "gone":
        text = ngettext(
            "%(kind)s: %(number)d was removed since and stays so.",
            "%(kind)s: %(number)d were removed since and stay so.",
            number,
        )
    else:
        text = ngettext(
            "%(kind)s: %(number)d was changed since and keeps what it says now.",
            "%(kind)s: %(number)d were changed since and keep what they say now.",
            number,
        )
    return text % {"kind": kind, "number": number}
