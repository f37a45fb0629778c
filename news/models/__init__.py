from news.models.edition import (
    Edition,
    EditionOrganization,
    EditionPerson,
    EditionPhoto,
    EditionQuerySet,
    EditionTopic,
)
from news.models.event import (
    Event,
    EventOrganization,
    EventPhoto,
    Participation,
    Refused,
    Topic,
    default_source_language,
)
from news.models.history import HistoryEntry
from news.models.intake import Intake, IntakePhoto
from news.models.merge import Distinct, Merge
from news.models.name_form import NameForm
from news.models.notice import Notice
from news.models.preview import PreviewComment, PreviewLink
from news.models.search import IndexRun, SearchWord
from news.models.staff import Presence, StaffProfile, default_staff_language

__all__ = [
    "Distinct",
    "Edition",
    "EditionOrganization",
    "EditionPerson",
    "EditionPhoto",
    "EditionQuerySet",
    "EditionTopic",
    "Event",
    "EventOrganization",
    "EventPhoto",
    "HistoryEntry",
    "IndexRun",
    "Intake",
    "IntakePhoto",
    "Merge",
    "NameForm",
    "Notice",
    "Participation",
    "Presence",
    "PreviewComment",
    "PreviewLink",
    "Refused",
    "SearchWord",
    "StaffProfile",
    "Topic",
    "default_source_language",
    "default_staff_language",
]
