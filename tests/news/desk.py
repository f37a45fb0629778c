"""The administration as a test sees it: in English, with forms that are posted as by a browser."""

from django.test import Client

from news.models import Event, HistoryEntry


def signed_in(user):
    """A client of a user; the log keeps no trace of this sign-in."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    HistoryEntry.objects.filter(action=HistoryEntry.Action.SIGNED_IN, user=user).delete()
    return client


def posted(response, **changes):
    """What a browser would post from the form of a page, with changes."""
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    forms = [response.context["adminform"].form]
    for formset in formsets:
        forms += [formset.management_form, *formset]
    data = {}
    for bound in (field for form in forms for field in form):
        value = bound.value()
        if bound.field.show_hidden_initial:
            data[bound.html_initial_name] = value
        if hasattr(bound.field.widget, "decompress"):
            is_posted = isinstance(value, list)
            parts = value if is_posted else bound.field.widget.decompress(value)
            data |= {f"{bound.html_name}_{i}": str(part or "") for i, part in enumerate(parts)}
        elif isinstance(value, list):
            data[bound.html_name] = [getattr(item, "pk", item) for item in value]
        elif value is not None and value is not False:
            data[bound.html_name] = value
    if version := getattr(forms[0], "version_to_post", None):
        data["seen_version"] = version
    return data | changes


def save(client, address, **changes):
    """Open a form and post it with changes."""
    return client.post(address, posted(client.get(address), **changes))


def take(client, event, name, data, **options):
    """Post the page of a step as it would be opened now."""
    version = Event.objects.values_list("version", flat=True).get(pk=event.pk)
    address = f"/admin/news/event/{event.pk}/{name}/"
    return client.post(address, {"version": version, **data}, **options)


def delete(client, event):
    """Confirm the page that asks whether to delete an event."""
    version = Event.objects.values_list("version", flat=True).get(pk=event.pk)
    data = {"post": "yes", f"version_{event.pk}": version}
    return client.post(f"/admin/news/event/{event.pk}/delete/", data)


def errors_of(response):
    return response.context["adminform"].form.errors
