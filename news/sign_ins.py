"""Writes down who signs in and out, and who tries: Django tells of it by signals."""

import datetime as dt
import ipaddress

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_noop
from unfold.forms import AuthenticationForm

from news.models import HistoryEntry

Action = HistoryEntry.Action

# So many failures in a minute are written down, of one network address and of all.
MAX_OF_ADDRESS, MAX_OF_ALL = 10, 100
THE_LAST = gettext_noop("Further ones in this minute are not written down.")


def connect():
    user_logged_in.connect(_signed_in)
    user_logged_out.connect(_signed_out)
    user_login_failed.connect(_failed)


def _signed_in(sender, request, user, **kwargs):
    _record(Action.SIGNED_IN, user, user, request)


def _signed_out(sender, request, user, **kwargs):
    if user:
        _record(Action.SIGNED_OUT, user, user, request)


def _failed(sender, credentials, request=None, **kwargs):
    """Keep the name that was typed only if it is an account's: people type passwords there."""
    address = network_address(request)
    recent = HistoryEntry.objects.filter(
        action=Action.SIGN_IN_FAILED, at__gt=timezone.now() - dt.timedelta(minutes=1)
    ).aggregate(of_all=Count("pk"), of_address=Count("pk", filter=Q(address=address)))
    left = min(MAX_OF_ALL - recent["of_all"], MAX_OF_ADDRESS - recent["of_address"])
    if left <= 0:
        return
    users = get_user_model().objects
    account = users.filter(username=credentials.get("username") or "").first()
    _record(Action.SIGN_IN_FAILED, account, None, request, comment=THE_LAST if left == 1 else "")


class SignInForm(AuthenticationForm):
    """An account that is no staff's fails to sign in even with the right password."""

    def confirm_login_allowed(self, user):
        try:
            super().confirm_login_allowed(user)
        except ValidationError:
            _failed(type(self), {"username": user.get_username()}, self.request)
            raise


def _record(action, account, user, request, **details):
    HistoryEntry.objects.record(action, account, user, address=network_address(request), **details)


def network_address(request):
    """Where a request comes from, as far as that can be believed, or None.

    Behind a proxy it is what the proxy itself added, the last of `X-Forwarded-For`; what stands
    before it may have been made up.
    """
    if request is None:
        return None
    text = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        text = request.headers.get("X-Forwarded-For", "").rpartition(",")[2] or text
    try:
        return str(ipaddress.ip_address(text.strip().partition("%")[0]))
    except ValueError:
        return None
