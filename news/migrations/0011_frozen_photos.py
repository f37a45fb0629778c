"""What editions froze of their photos before there were credits in the files and crops."""

from django.conf import settings
from django.db import migrations

from media.embedding import Marks


def freeze(apps, schema_editor):
    Edition = apps.get_model("news", "Edition")
    EditionPhoto = apps.get_model("news", "EditionPhoto")
    photos = {photo.pk: photo for photo in apps.get_model("media", "Photo").objects.iterator()}
    for edition in Edition.objects.only("content", "picture").iterator():
        for number, frozen in enumerate(edition.content["photos"], 1):
            frozen |= _more(photos.get(frozen["id"]))
            links = EditionPhoto.objects.filter(edition=edition, photo_id=frozen["id"])
            links.update(number=number)
        if edition.content["photos"]:
            edition.picture = edition.content["photos"][0]
            edition.save(update_fields=["content", "picture"])


def _more(photo):
    credits = [
        getattr(photo, f"credit_line_{language}", "") or ""
        for language in (settings.PRESS_SOURCE_LANGUAGE, *settings.PRESS_LANGUAGES)
    ]
    creator, copyright_notice = (photo.creator, photo.copyright_notice) if photo else ("", "")
    marks = Marks(creator, next(filter(None, credits), ""), copyright_notice)
    x, y = (photo.focal_x, photo.focal_y) if photo else (0.5, 0.5)
    return {
        "marks": marks.digest,
        "focal": [round(x * 100), round(y * 100)],
        "creator": creator,
        "copyright_notice": copyright_notice,
        "people": [],
    }


class Migration(migrations.Migration):
    dependencies = [("news", "0010_photos_of_editions")]

    operations = [migrations.RunPython(freeze, migrations.RunPython.noop)]
