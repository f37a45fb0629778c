import hashlib

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextInputWidget

from media.guard import UnreadablePicture, guard_picture
from media.library import add_photo
from media.models import Photo

ACCEPT = "image/jpeg,image/png,image/webp"


class AddPhotoForm(forms.ModelForm):
    """A new photo and what is said of it."""

    upload = forms.FileField(
        label=_("Photo"),
        widget=UnfoldAdminFileFieldWidget({"accept": ACCEPT}),
        help_text=_("JPEG, PNG or WebP."),
    )

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        self.data_of_upload = upload.read()
        try:
            guard_picture(upload.name, self.data_of_upload)
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
            filename=self.cleaned_data["upload"].name, data=self.data_of_upload, **fields
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
        return [super(ManyFilesField, self).clean(file, initial) for file in files]


class AddPhotosForm(forms.Form):
    """Many photos of one photographer at once."""

    files = ManyFilesField(
        label=_("Photos"),
        widget=ManyFilesInput({"accept": ACCEPT}),
        help_text=_("Choose as many as you like: JPEG, PNG or WebP."),
    )
    creator = forms.CharField(
        label=_("Photographer"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget(),
        help_text=_("The same for all of them."),
    )

    def save(self):
        """Add the photos; return the new ones, those that were there, and what kept others out."""
        added, known, refused = [], [], []
        for file in self.cleaned_data["files"]:
            try:
                photo, is_new = add_photo(
                    filename=file.name, data=file.read(), creator=self.cleaned_data["creator"]
                )
            except UnreadablePicture as reason:
                refused.append(str(reason))
            else:
                (added if is_new else known).append(photo)
        return added, known, refused
