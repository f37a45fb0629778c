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


def sign_in(page, user):
    """Sign a user in, in a browser's page, without the form for it."""
    [cookie] = signed_in(user).cookies.values()
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}]
    )


def save(client, address, **changes):
    """Open a form and post it with changes."""
    return client.post(address, posted(client.get(address), **changes))


def change_page(event):
    return f"/admin/news/event/{event.pk}/change/"


def body_of(page, language="ru"):
    """The text of a language in its editor."""
    return page.frame_locator(f"#cke_id_body_{language} iframe").locator("body")


def open_form(page, address):
    """Open a form with editors in a browser; they move all below: return when they stand."""
    page.goto(address)
    wait_for_editors(page)


def wait_for_editors(page):
    page.wait_for_function(
        "(editors => editors.length && editors.every(({ status }) => status === 'ready'))"
        "(Object.values(window.CKEDITOR?.instances ?? {}))"
    )


def press_save(page):
    """Save the form in a browser's page and stay on it; return when the answer has come."""
    with page.expect_navigation():
        page.click("[name=_continue]")


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
