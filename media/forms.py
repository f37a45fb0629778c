import hashlib

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextInputWidget

from media.guard import UnreadablePicture, guard_size
from media.incoming import take_file
from media.language_tabs import language_name, languages_to_write
from media.library import add_photo, short_name, write_original
from media.models import Photo

# Some systems know HEIC and AVIF by their endings only.
ACCEPT = (
    "image/jpeg,image/png,image/webp,image/heic,image/heif,image/avif,image/tiff,.heic,.heif,.avif"
)


class AddPhotoForm(forms.ModelForm):
    """A new photo and what is said of it."""

    upload = forms.FileField(
        label=_("Photo"),
        widget=UnfoldAdminFileFieldWidget({"accept": ACCEPT}),
        help_text=_(
            "JPEG, PNG, WebP, HEIC, AVIF or TIFF. What the file says of itself fills empty fields."
        ),
        allow_empty_file=True,  # the guard says it of an empty one
    )
    added_by = None  # set by the admin

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        try:
            guard_size(short_name(upload.name), upload.size)
            self.data_of_upload = upload.read()
            self.facts = write_original(upload.name, self.data_of_upload)
        except UnreadablePicture as reason:
            raise forms.ValidationError(str(reason)) from None
        checksum = hashlib.sha256(self.data_of_upload).hexdigest()
        if photo := Photo.objects.filter(checksum=checksum).first():
            raise forms.ValidationError(
                format_html(
                    '{} <a href="{}">{}</a>',
                    _("This photo is in the library already:"),
                    reverse("admin:media_photo_change", args=[photo.pk]),
                    photo,
                )
            )
        return upload

    def save(self, commit=True):
        super().save(commit=False)
        fields = {name: value for name, value in self.cleaned_data.items() if name != "upload"}
        self.instance, _is_new = add_photo(
            filename=self.cleaned_data["upload"].name,
            data=self.data_of_upload,
            facts=self.facts,
            added_by=self.added_by,
            **fields,
        )
        return self.instance

    class Meta:
        model = Photo
        fields = ["creator"]  # and what the admin adds


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One control, any number of files; cleans to a list."""

    widget = ManyFilesInput

    def clean(self, data, initial=None):
        files = data if isinstance(data, list) else [data]
        return [super(ManyFilesField, self).clean(file, initial) for file in files or [None]]


class AddPhotosForm(forms.Form):
    """Many photos at once, and what is the same for all of them."""

    files = ManyFilesField(
        label=_("Photos"),
        widget=ManyFilesInput({"accept": f"{ACCEPT},.zip"}),
        help_text=_("Any number of JPEG, PNG, WebP, HEIC, AVIF and TIFF, or ZIP files of these."),
        allow_empty_file=True,  # the guard says it of an empty one
    )
    creator = forms.CharField(
        label=_("Photographer"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget(),
        help_text=_("Left empty, these are filled with what each file says of itself."),
    )
    copyright_notice = forms.CharField(
        label=capfirst(_("copyright notice")),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget(),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        for language in languages_to_write(user, Photo._meta):
            self.fields[f"credit_line_{language}"] = forms.CharField(
                label=format_lazy("{} · {}", capfirst(_("credit line")), language_name(language)),
                max_length=200,
                required=False,
                widget=UnfoldAdminTextInputWidget({"lang": language}),
            )

    def shared_fields(self):
        """The fields that say something of all photos."""
        return [self[name] for name in self.fields if name != "files"]

    def save(self, *, record, since=None):
        """Add the photos; yield what became of each, see `media.incoming.take_file`."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "files"}
        for file in self.cleaned_data["files"]:
            yield from take_file(
                file=file,
                name=file.name,
                size=file.size,
                added_by=self.user,
                since=since,
                record=record,
                **said,
            )
