"""A place where a text names somebody or something of the directory."""

from dataclasses import dataclass

PERSON, ORGANIZATION = "person", "organization"


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters `start` to `end` of a text, which are `text`.

    `first` and `last` are the tokens, of the text without what nobody sees in it.

    `id` is the entry of the directory, None where several fit (`candidates`). What is not
    `certain` asks for a person's eye. `name` is what the directory calls the entry, `role` the
    office that the text gives beside a person's name, in the nominative. `spelling` is the
    spelling of the directory that the place follows; where it is not to stand in texts,
    `approved` is what should stand instead, in the same case and shape.
    """

    start: int
    end: int
    text: str
    kind: str
    id: int | None
    name: str
    certain: bool
    first: int
    last: int
    candidates: tuple = ()
    cases: tuple = ()
    role: str = ""
    spelling: str = ""
    approved: str = ""
