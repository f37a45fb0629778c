from django.db import models


class SearchWord(models.Model):
    """A word of a text or a name, in small letters: what a mistyped word of a query may mean.

    `initial` is its first letter, folded as by the search.
    """

    word = models.CharField(max_length=40, primary_key=True)
    initial = models.CharField(max_length=1)
    length = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["initial", "length", "word"], name="search_word_like")]

    def __str__(self):
        return self.word


class IndexRun(models.Model):
    """How far `rebuild_index` has come in a table, until it is through."""

    table = models.CharField(max_length=20, primary_key=True)
    last = models.BigIntegerField()

    def __str__(self):
        return f"{self.table}: {self.last}"
