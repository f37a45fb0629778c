from modeltranslation.translator import TranslationOptions, register

from media.models import Photo


@register(Photo)
class PhotoTranslation(TranslationOptions):
    fields = ("alt_text", "caption", "credit_line")
    required_languages = ()
