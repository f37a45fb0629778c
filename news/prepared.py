"""Querysets whose SQL is made once in a process.

To put a query together takes Django several times as long as it takes the database to answer.
What readers ask for most is prepared; what it says stays in querysets.
"""

import datetime as dt
from collections import namedtuple
from functools import wraps

from django.conf import settings
from django.db import connection
from django.db.models.query import NamedValuesListIterable

# What stands for a parameter while its statement is made: values that no query has of its own.
MARKS = {
    int: lambda place: 2**40 + place,
    str: lambda place: f"mark {place}",
    dt.datetime: lambda place: dt.datetime(9000, 1, 1 + place, tzinfo=dt.UTC),
}


def prepared(build):
    """Makes a function that returns a queryset into one that returns a list of its rows.

    The queryset is one of `values()` or of `values_list(named=True)`. `build` is called once for
    each shape of its arguments: strings, integers and datetimes are parameters, which it may only
    hand on to the queryset; all others (None, functions of a module) belong to the shape.

        @prepared
        def titles(now, language):
            return Edition.objects.visible(now).in_language(language).values("title")

        rows = titles(timezone.now(), "ru")
    """
    statements = {}

    @wraps(build)
    def rows(*arguments):
        # Columns of translated fields follow from the languages.
        shape = (
            *settings.PRESS_LANGUAGES,
            *(type(each) if type(each) in MARKS else each for each in arguments),
        )
        statement = statements.get(shape)
        if not statement:
            statement = statements[shape] = _Statement(build, arguments)
        return statement.rows([each for each in arguments if type(each) in MARKS])

    return rows


class _Statement:
    def __init__(self, build, arguments):
        arguments = [
            MARKS[type(each)](place) if type(each) in MARKS else each
            for place, each in enumerate(arguments)
        ]
        marks = [_adapted(each) for each in arguments if type(each) in MARKS]
        queryset = build(*arguments)
        query = queryset.query
        self.compiler = query.get_compiler(connection=connection)
        self.sql, parameters = self.compiler.as_sql()
        if missing := [mark for mark in marks if mark not in parameters]:
            raise TypeError(f"{build.__name__}() hands on something else than {missing}.")
        # For each parameter of the SQL: which of ours it is, or else its value.
        self.places = [
            (marks.index(each), None) if each in marks else (None, each) for each in parameters
        ]
        self.converters = self.compiler.get_converters(
            column for column, *_ in self.compiler.select
        )
        names = query.selected or (*query.values_select, *query.annotation_select)
        if issubclass(queryset._iterable_class, NamedValuesListIterable):
            self.make_row = namedtuple("Row", names)._make
        else:
            self.make_row = lambda values: dict(zip(names, values, strict=True))

    def rows(self, parameters):
        parameters = [_adapted(each) for each in parameters]
        with connection.cursor() as cursor:
            cursor.execute(
                self.sql,
                [value if place is None else parameters[place] for place, value in self.places],
            )
            found = cursor.fetchall()
        if self.converters:
            found = self.compiler.apply_converters(found, self.converters)
        return [self.make_row(values) for values in found]


def _adapted(value):
    """As the database's driver takes it."""
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
