from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.db.models import Max
from tqdm import tqdm

from news.models import Edition, EditionPhoto, Event, IndexRun
from news.recognition.indexing import index_organizations, index_people
from news.search.indexing import index_editions, index_events, index_photos
from organizations.models import Organization
from people.models import Participant

BLOCK = 200


# Names first: whoever searches meanwhile finds people and organizations at once.
TABLES = (
    (Participant, index_people),
    (Organization, index_organizations),
    (Edition, index_editions),
    (EditionPhoto, index_photos),
    (Event, index_events),
)


class Command(BaseCommand):
    help = (
        "Write the search indexes anew, in blocks, while the site runs. A run that was broken off"
        " is continued."
    )

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="begin anew, whatever was done")

    def handle(self, **options):
        if options["all"]:
            IndexRun.objects.all().delete()
        runs = dict(IndexRun.objects.values_list("table", "last"))
        for model, index in TABLES:
            self._write(model, index, runs.get(model._meta.model_name, 0))
        IndexRun.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.stdout.write("The search indexes were written.")

    def _write(self, model, index, last):
        # What is added later is indexed when it is written.
        end = model.objects.aggregate(end=Max("pk"))["end"] or 0
        rows = model.objects.filter(pk__lte=end).order_by("pk")
        name = str(model._meta.verbose_name_plural)
        left = rows.filter(pk__gt=last).count()
        with tqdm(total=left, desc=name, unit="", file=self.stderr, disable=None) as progress:
            while keys := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:BLOCK]):
                last = keys[-1]
                with transaction.atomic():
                    index(model.objects.filter(pk__in=keys))
                    IndexRun.objects.update_or_create(
                        table=model._meta.model_name, defaults={"last": last}
                    )
                progress.update(len(keys))
