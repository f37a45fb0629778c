"""What somebody meets who works on an event that another person deletes meanwhile."""

from functools import wraps

from django.contrib.admin.utils import unquote
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from media.language_tabs import in_languages
from news.body import sanitize_body
from news.desk.differences import text_of
from news.desk.snapshots import TEXTS
from news.desk.wording import field_name
from news.models import Event, HistoryEntry


def or_gone(page):
    """A page about an event: what is posted about one that was deleted gets the page of that."""

    @wraps(page)
    def with_answer(model_admin, request, object_id, *args):
        try:
            return page(model_admin, request, object_id, *args)
        except (Http404, Event.DoesNotExist):
            if request.method == "POST" and _deletion(object_id):
                return gone_page(model_admin, request, object_id)
            raise Http404 from None

    return with_answer


def _deletion(object_id):
    """The entry of the history about a deleted event; None where there never was one."""
    number = str(object_id)
    if not number.isdecimal() or len(number) > 18:
        return None
    deleted = HistoryEntry.objects.filter(
        model=Event._meta.label_lower,
        object_id=number,
        action=HistoryEntry.Action.DELETED,
    )
    return deleted.first()


def gone_page(model_admin, request, object_id):
    """The texts of somebody who saves what another person deleted meanwhile, to be copied."""
    texts = [
        {
            "name": name,
            "label": field_name(name),
            "language": name.rpartition("_")[2],
            "text": text_of(sanitize_body(text)) if name.startswith("body_") else text,
        }
        for name in in_languages(*TEXTS)
        if (text := request.POST.get(name, "").strip())
    ]
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("This event was deleted"),
        "entry": _deletion(unquote(object_id)),
        "texts": texts,
        "zone": timezone.get_current_timezone_name(),
    }
    return TemplateResponse(request, "admin/news/event/gone.html", context, status=410)
