from modeltranslation.translator import TranslationOptions, register

from people.models import Participant, Position


@register(Participant)
class ParticipantTranslation(TranslationOptions):
    fields = ("family_name", "given_name", "patronymic_name", "biography")
    required_languages = ()


@register(Position)
class PositionTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = ()
