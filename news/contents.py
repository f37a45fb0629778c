"""Whom and what the frozen content of an edition names."""

from news.recognition.mentions import ORGANIZATION, PERSON


def people_ids(content):
    """Those who took part, those who are only in a picture or in the text, each once."""
    shown = (person for photo in content["photos"] for person in photo["people"])
    took_part = [person["id"] for person in (*content["people"], *shown)]
    return dict.fromkeys([*took_part, *mentioned(content, PERSON)])


def organization_ids(content):
    """Those that took part or for which people spoke, the venue, those in the text, each once."""
    ids = [link["id"] for link in content["organizations"]]
    ids += [person["organization"] for person in content["people"]]
    ids += [content["venue"], *mentioned(content, ORGANIZATION)]
    return dict.fromkeys(pk for pk in ids if pk)


def mentioned(content, kind):
    """The ids of the people or the organizations to which the text of an edition links."""
    # Editions of former times link to nobody.
    return [each["id"] for each in content.get("mentions", ()) if each["kind"] == kind]
