"""What is said of many photos at once: one text for all of them, then each one's own.

What stands above is put into every row that is empty or has what stood above before. The rest that
is the same for all is saved with each photo. One transaction; whose photos an approved event shows
is told that it goes back to review, as after the form of a single photo.
"""

import re
from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Q
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import (
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from media.choices import SearchSelect, is_number
from media.language_tabs import (
    ON_ONE_LINE,
    in_languages,
    language_name,
    languages_to_write,
    writes_everything,
)
from media.models import Photo
from media.unsaved import keeps_text, posted_by_opener
from news.desk.frozen import edit_events_showing, events_showing, link_to, tell_reopened
from news.desk.meanwhile import FormThatSaw, Meanwhile
from news.desk.merging import is_same
from news.desk.posted import NUMBER
from news.desk.snapshots import differences, snapshot, snapshot_of_entry
from news.models import Event, EventPhoto, HistoryEntry

MOST = 100
APPLY = "_apply"
# An alternative text is each photo's own: no words tell what several pictures show.
OWN = ("caption", "alt_text")
FOR_ALL = ("caption", "credit_line")


def describing_address(ids, filters="", next=""):  # noqa: A002 - as in other addresses
    """The page about these photos.

    It leads back to `next`, the path of a page, or to the list with its `filters`.
    """
    query = {"ids": ",".join(map(str, ids))}
    if filters:
        query["_changelist_filters"] = filters
    if next:
        query["next"] = next
    return f"{reverse('admin:media_photo_describe')}?{urlencode(query)}"


@admin.action(description=gettext_lazy("Describe…"), permissions=["change"])
def describe(model_admin, request, queryset):
    """The action of the list: it leads to the page about the chosen photos."""
    chosen = list(queryset.values_list("pk", flat=True)[: MOST + 1])
    if len(chosen) > MOST:
        text = _("At most %(number)s photos at once: choose fewer.") % {"number": MOST}
        messages.error(request, text)
        return None
    return HttpResponseRedirect(describing_address(chosen, request.GET.urlencode()))


def may_add_to_events(user):
    """Those who may put photos into the list of an event's form."""
    return user.has_perm("news.add_eventphoto")


def _text_field(name, label, language=""):
    """The field of a text of a photo, which grows with it."""
    (field,) = forms.fields_for_model(Photo, [name]).values()
    attrs = {"rows": 1, "class": "one-line", "maxlength": field.max_length}
    field.widget = UnfoldAdminTextareaWidget(attrs | ({"lang": language} if language else {}))
    field.label, field.help_text, field.required = label, "", False
    field.validators.append(ON_ONE_LINE)
    return field


def _label(name, language=""):
    field = Photo._meta.get_field(name)
    label = capfirst(field.verbose_name)
    return f"{label} · {language_name(language)}" if language else label


class ForAllForm(forms.Form):
    """What is the same for all photos. A field that is left as it came changes none of them.

    The page posts how each came: meanwhile others may have made the photos differ, or alike.
    """

    def __init__(self, *args, photos, user, languages, **kwargs):
        super().__init__(*args, **kwargs)
        self.languages = languages
        for name in FOR_ALL:
            for code in languages:
                self.fields[f"{name}_{code}"] = _text_field(
                    f"{name}_{code}", _label(name, code), code
                )
        if writes_everything(user, Photo._meta):
            for name in ("creator", "copyright_notice"):
                self.fields[name] = _text_field(name, _label(name))
                self.fields[name].widget = UnfoldAdminTextInputWidget()
        for name, field in self.fields.items():
            values = {getattr(photo, name) or "" for photo in photos}
            field.show_hidden_initial = True
            field.initial = values.pop() if len(values) == 1 else ""
            if values:
                field.help_text = _("They differ. Left empty, each keeps its own.")
        if may_add_to_events(user):
            self.fields["event"] = forms.ModelChoiceField(
                Event.objects.all(),
                label=_("Put them into an event"),
                required=False,
                help_text=_("After the photos that it has. An approved event goes back to review."),
                widget=SearchSelect(EventPhoto._meta.get_field("event"), admin.site),
            )

    def lines(self):
        """The fields as they stand on the page: a line for each text, one for the rest."""
        texts = [[self[f"{name}_{code}"] for code in self.languages] for name in FOR_ALL]
        shown = {bound.name for line in texts for bound in line}
        return [*texts, [self[name] for name in self.fields if name not in shown]]

    def values(self):
        """What is to be saved with each photo: a caption is in the rows already."""
        return {
            name: self.cleaned_data[name]
            for name in self.changed_data
            if name != "event" and not name.startswith("caption_")
        }


class RowForm(FormThatSaw):
    """What is said of one photo, in the languages of the user."""

    class Meta:
        model = Photo
        fields = in_languages(*OWN)

    def __init__(self, *args, languages, **kwargs):
        super().__init__(*args, **kwargs)
        mine = {f"{name}_{code}": (name, code) for name in OWN for code in languages}
        for field in [*self.fields]:
            if field == "seen":
                continue
            is_posted = not self.is_bound or self.add_prefix(field) in self.data
            if field in mine and is_posted:
                name, code = mine[field]
                self.fields[field] = _text_field(field, _label(name, code), code)
            else:
                del self.fields[field]

    def columns(self):
        """What a row shows in each language: fields, or the texts to read."""
        return [
            {
                "language": code,
                "fields": [
                    self[f"{name}_{code}"] for name in OWN if f"{name}_{code}" in self.fields
                ],
                "texts": [
                    (_label(name, code), getattr(self.instance, f"{name}_{code}"))
                    for name in OWN
                    if f"{name}_{code}" not in self.fields
                ],
                "repeats_caption": self.instance.repeats_caption(code),
            }
            for code in settings.PRESS_LANGUAGES
        ]


@keeps_text
def describe_page(model_admin, request):
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    with transaction.atomic():
        return _page(model_admin, request)


def _page(model_admin, request):
    ids = list(dict.fromkeys(map(int, filter(is_number, request.GET.get("ids", "").split(",")))))
    photos = _photos(ids, is_locked=request.method == "POST")
    back = _back(request)
    if not photos or len(ids) > MOST:
        text = _("Choose between 1 and %(number)s photos in the list.") % {"number": MOST}
        messages.error(request, text)
        return HttpResponseRedirect(back)
    languages = languages_to_write(request.user, Photo._meta)
    data = request.POST.copy() if request.method == "POST" else None
    if data:
        _put_into_rows(data, photos, languages)
    before = {photo.pk: snapshot_of_entry(photo) for photo in photos}
    form = ForAllForm(data, photos=photos, user=request.user, languages=languages)
    rows = _rows(data, photos, languages)
    if data and _is_valid(request, form, rows) and APPLY not in data:
        _save(request, form, rows, before)
        return HttpResponseRedirect(back)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Describe photos"),
        "back": back,
        "form": form,
        "media": form.media,
        "lines": form.lines(),
        "rows": rows,
        "languages": languages,
        "gone": _gone(len(ids) - len(photos)),
    }
    return TemplateResponse(request, "admin/media/photo/describe.html", context)


def _back(request):
    """Where one came from: a page of the administration, or the list with its filters."""
    page = request.GET.get("next", "")
    if page.startswith(reverse("admin:index")) and url_has_allowed_host_and_scheme(page, None):
        return page
    filters = request.GET.get("_changelist_filters", "")
    return reverse("admin:media_photo_changelist") + (f"?{filters}" if filters else "")


def _photos(ids, *, is_locked):
    """The chosen photos as they were taken, those of an unknown moment last, by file name."""
    found = Photo.objects.filter(pk__in=ids[: MOST + 1])
    if is_locked:
        # Events that are saved meanwhile may link to them: they take a lock on their keys.
        list(found.select_for_update(no_key=True).order_by("pk").values("pk"))
    found = found.in_bulk()
    return sorted(
        found.values(),
        key=lambda photo: (
            photo.taken_at is None,
            photo.taken_at and photo.taken_at.timestamp(),
            # IMG_2 comes before IMG_10.
            [
                (int(part), "") if part.isdecimal() else (0, part)
                for part in re.split("([0-9]+)", photo.original_filename.casefold())
            ],
            photo.pk,
        ),
    )


def _put_into_rows(data, photos, languages):
    """What was typed above, into the posted rows that are empty or have what stood above before."""
    for name in (f"caption_{language}" for language in languages):
        came = f"initial-{name}"
        text, before = data.get(name, "").strip(), data.get(came, "").strip()
        if text == before:
            continue
        for photo in photos:
            cell = f"{photo.pk}-{name}"
            if cell in data and data[cell].strip() in ("", before):
                data[cell] = text
        data[came] = text


def _rows(data, photos, languages):
    """The form of each photo; posted, it knows what others saved of it since it was opened."""
    history = HistoryEntry.objects.filter(
        model=Photo._meta.label_lower, object_id__in=[photo.pk for photo in photos]
    )
    newest = history.order_by().values("object_id").annotate(newest=Max("pk"))
    newest = dict(newest.values_list("object_id", "newest"))
    rows = []
    for photo in photos:
        seen = {"seen": str(newest.get(photo.pk, 0))}
        rows.append(
            RowForm(data, instance=photo, prefix=str(photo.pk), initial=seen, languages=languages)
        )
    if data is None:
        return rows
    posted = {photo.pk: data.get(f"{photo.pk}-seen", "") for photo in photos}
    seen = min(int(text) if NUMBER.fullmatch(text) else 0 for text in posted.values())
    since = history.filter(pk__gt=seen).exclude(changes={}).select_related("user")
    found = {
        pk: list(entries)
        for pk, entries in groupby(
            since.order_by("object_id", "-pk"), key=lambda entry: entry.object_id
        )
    }
    for row in rows:
        pk = row.instance.pk
        row.meanwhile = Meanwhile(row.instance, (), posted[pk], found.get(pk, []))
    return rows


def _is_valid(request, form, rows):
    is_mine = posted_by_opener(request, form)
    invalid = [row for row in rows if not row.is_valid()]
    if form.is_valid():
        for name, value in form.values().items():
            for row in rows:
                now = row.meanwhile.now[name]
                if row.meanwhile.has_changed(name) and not is_same((name,), value, now):
                    said = format_html("{}. {}", row.instance, row.meanwhile.sentence(name))
                    form.add_error(name, said)
    if invalid:
        form.add_error(None, _("Nothing is saved yet. Look at what is marked below."))
    return is_mine and not invalid and form.is_valid()


def _save(request, form, rows, before):
    """Save what is in valid forms and tell the user what was done."""
    photos = [row.instance for row in rows]
    for photo in photos:
        for name, value in form.values().items():
            setattr(photo, name, value)
    event = form.cleaned_data.get("event")
    saved = save_photos(photos=photos, before=before, event=event, user=request.user)
    for row in rows:
        if row.taken:
            messages.info(request, format_html("{}. {}", row.instance, row.message_of_taken()))
    messages.success(request, _told(saved, event))
    tell_reopened(request, saved.reopened)
    warn_of_repetition(request, photos)


@dataclass(frozen=True)
class Saved:
    """Numbers of the photos that changed and that are new to the event; events to be reviewed."""

    changed: int
    added: int
    reopened: list


@transaction.atomic
def save_photos(*, photos, before, user, event=None):
    """Save locked photos with what was set on them, and put all into an event that lacks them.

    `before` are their snapshots by id. What changed stands in the history of each photo and of the
    events that show it. Returns a `Saved`.
    """
    changes_of = {
        photo: changes
        for photo in photos
        if (changes := differences(before[photo.pk], snapshot_of_entry(photo)))
    }
    for photo, changes in changes_of.items():
        photo.save(update_fields=[*changes])
        HistoryEntry.objects.record(HistoryEntry.Action.CHANGED, photo, user, changes=changes)
    if event:
        # All at once and in one order, so that two who describe photos do not wait for each other.
        events = Event.objects.filter(
            Q(pk=event.pk) | Q(pk__in=events_showing(*photos).values("pk"))
        )
        list(events.order_by("pk").select_for_update().values("pk"))
    reopened = edit_events_showing(changes_of=changes_of, user=user)
    added, was_approved = _add(photos, event, user) if event else (0, False)
    return Saved(len(changes_of), added, [*reopened, event] if was_approved else reopened)


def _add(photos, event, user):
    """Put photos behind those of an event; how many are new, and whether an approval is undone."""
    event.refresh_from_db()
    was_approved = event.is_approved
    before = snapshot(event)
    links = event.event_photos
    there = set(links.values_list("photo_id", flat=True))
    last = links.aggregate(last=Max("position"))["last"] or 0
    new = [photo for photo in photos if photo.pk not in there]
    EventPhoto.objects.bulk_create(
        EventPhoto(event=event, photo=photo, position=place)
        for place, photo in enumerate(new, start=last + 1)
    )
    if new:
        event.edited(user, differences(before, snapshot(event)))
    return len(new), bool(new) and was_approved


def _told(saved, event):
    said = []
    if saved.changed:
        text = ngettext(
            "%(number)d photo was changed.", "%(number)d photos were changed.", saved.changed
        )
        said.append(text % {"number": saved.changed})
    if saved.added:
        text = ngettext(
            "%(number)d photo was put into the event:",
            "%(number)d photos were put into the event:",
            saved.added,
        )
        said.append(format_html("{} {}", text % {"number": saved.added}, link_to(event)))
    return format_html_join(" ", "{}", ([each] for each in said or [_("Nothing was changed.")]))


def warn_of_repetition(request, photos):
    """Say it where an alternative text is the caption once more; it is saved all the same."""
    found = [photo for photo in photos if any(map(photo.repeats_caption, settings.PRESS_LANGUAGES))]
    if found:
        text = ngettext(
            "The alternative text of %(number)d photo repeats the caption: it is read twice.",
            "The alternative texts of %(number)d photos repeat the captions: they are read twice.",
            len(found),
        )
        address = describing_address(photo.pk for photo in found)
        link = format_html('<a href="{}">{}</a>', address, _("Describe these photos"))
        messages.warning(request, format_html("{} {}", text % {"number": len(found)}, link))


def _gone(number):
    text = ngettext(
        "%(number)s of the chosen photos is no longer there.",
        "%(number)s of the chosen photos are no longer there.",
        number,
    )
    return number and text % {"number": number}
