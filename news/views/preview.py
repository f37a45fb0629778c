"""The page of a working copy as it will look: for the staff, and at secret addresses for guests."""

from django import forms
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template import loader
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from media.language_tabs import language_name
from news.dates import format_date, format_period
from news.models import Event, HistoryEntry, Notice, PreviewComment, PreviewLink
from news.publishing import build_edition, freeze_mentions
from news.views.events import EventPage, dates_of
from news.views.page import homes, render_page
from news.views.photos import open_pictures_of

MAX_COMMENTS = 20


def missing_from(event, language):
    """What keeps the page from being shown in a language, in sentences."""
    text = event.text_in(language)
    return [
        sentence
        for name, sentence in (
            ("title", _("The title is missing.")),
            ("body", _("The text is missing.")),
        )
        if not text[name].strip()
    ]


def render_preview(request, event, language, *, addresses, strip, comments="", status_of_gap=200):
    """The public page of the working copy, marked as a preview by a strip above it.

    `strip` is the context of the strip, in the language of who reads it; `addresses` are the
    previews by language. A language without text answers with what is missing.
    """
    languages = [
        (code, language_name(code), url, code == language) for code, url in addresses.items()
    ]
    shown = {**strip, "strip_language": get_language(), "languages": languages}
    context = {
        "strip": loader.render_to_string("news/_preview_strip.html", shown),
        "comments": comments,
    }
    missing = missing_from(event, language)
    with override(language):
        if missing:
            others = [
                (code, language_name(code), url, event.text_in(code)["title"])
                for code, url in addresses.items()
                if code != language and not missing_from(event, code)
            ]
            return render_page(
                request,
                "news/preview_missing.html",
                {**context, "missing": missing_from(event, language), "others": others},
                title=_("Preview"),
                addresses=addresses,
                status=status_of_gap,
                is_public=False,
            )
        edition = build_edition(event, language)
        freeze_mentions([edition])
        page = EventPage(edition, language)
        return render_page(
            request,
            "news/preview.html",
            {**context, **page.context, **dates_of(event.pk, language, timezone.now())},
            **page.head,
            addresses=addresses,
            is_public=False,
        )


class CommentForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Comment"), max_length=5000, widget=forms.Textarea({"rows": 6})
    )
    # Nobody sees it; programs that fill in every field do.
    website = forms.CharField(required=False, label=gettext_lazy("Leave this field empty"))


# No protection against forged requests: there is no session to abuse, only who knows the address
# can post. And it could not work: a page that sends no referrer posts with `Origin: null`.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request, token):
    """The preview for a guest who has the secret address, and what the guest says about it."""
    link = PreviewLink.objects.valid().select_related("event").filter(token=token).first()
    response = _answer(request, link) if link else _gone(request)
    if link:
        open_pictures_of(response, link)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    # The address is the key: no other site shall learn it.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _gone(request):
    """The same for an address that never was, has ended or was revoked."""
    return render_page(
        request,
        "news/preview_gone.html",
        {},
        title=_("Page not found"),
        addresses=homes(),
        status=404,
        is_public=False,
    )


def _answer(request, link):
    language = get_language()
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_kept = form.cleaned_data["website"] or _keep_comment(link, language, form.cleaned_data)
        if is_kept:
            return HttpResponseRedirect(f"{request.path}?thanks=1#comments")
    comments = list(link.comments.all())
    ends = format_period(link.expires_at, None, language)
    return render_preview(
        request,
        link.event,
        language,
        addresses=_addresses(link),
        strip={"recipient": link.recipient, "ends": ends},
        comments=loader.render_to_string(
            "news/_preview_comments.html",
            {
                "form": form,
                "comments": [
                    (comment, format_date(comment.created_at, language)) for comment in comments
                ],
                "is_thanked": "thanks" in request.GET and not form.is_bound,
                "is_full": len(comments) >= MAX_COMMENTS,
            },
        ),
        status_of_gap=404,
    )


def _addresses(link):
    """The secret address in each language that has text, by language."""
    return {
        code: secret_address(link, code) for code in homes() if not missing_from(link.event, code)
    }


def secret_address(link, language):
    with override(language):
        return reverse("preview", args=[link.token])


@transaction.atomic
def _keep_comment(link, language, data):
    """Write the comment down and tell who made the link; False when there are enough already."""
    link = PreviewLink.objects.select_for_update().get(pk=link.pk)
    if link.comments.count() >= MAX_COMMENTS:
        return False
    name, text = data["name"], data["text"]
    # A guest's name is what a guest says; whose account did something is another matter.
    said = f"{name}: {text}"
    PreviewComment.objects.create(link=link, language=language, name=name, text=text)
    event = Event.objects.get(pk=link.event_id)
    HistoryEntry.objects.record(
        HistoryEntry.Action.COMMENTED,
        event,
        None,
        version=event.version,
        languages=[language],
        comment=said,
    )
    Notice.objects.tell(
        Notice.Kind.COMMENTED,
        event,
        None,
        comment=said,
        languages=[language],
        to=[link.created_by_id],
    )
    return True
