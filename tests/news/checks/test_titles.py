from news.checks.base import Subject
from news.checks.titles import LONGEST_TITLE, LongTitle


def test_title_that_is_cut_off_is_found():
    fine, long = "я" * LONGEST_TITLE, "я" * (LONGEST_TITLE + 2)
    assert list(LongTitle().find(Subject("ru", title=fine))) == []
    (found,) = LongTitle().find(Subject("ru", title=long))
    assert (found.field, found.start, found.end, found.quote) == ("title", 110, 112, "яя")
    assert "112" in found.reason
    (found,) = LongTitle().find(Subject("ru", title=f"{'я' * 105} народа Казахстана"))
    assert found.quote == "народа Казахстана"
