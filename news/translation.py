from modeltranslation.translator import TranslationOptions, register

from news.models import Event, Participation, Topic


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ()


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("title", "lead", "body", "place")
    required_languages = ()


@register(Participation)
class ParticipationTranslation(TranslationOptions):
    fields = ("role",)
    required_languages = ()
