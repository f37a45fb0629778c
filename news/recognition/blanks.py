"""What stands in a text and is no text: in it a name names nobody."""

import re
from functools import lru_cache

# Markers of old archives, addresses on the web, e-mail addresses, paths on somebody's computer, and
# what is too long for a word. All that repeats is bounded: a text may be made to hold us up.
_NO_TEXT = re.compile(
    r"\[[A-Za-z_][\w-]{0,60}:[^\]\n]{0,1000}\]|https?://\S+|www\.\S+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
    r"|\b[A-Za-z]:\\[^\n\"«»<>|]*"
    r"|(?<![^\W\d_])[^\W\d_](?:[-’']?[^\W\d_]){80,}"
)


@lru_cache(maxsize=16)  # of one text many ask
def blanked(text):
    """The text with spaces in the place of what is no text: every other character stays put."""
    return _NO_TEXT.sub(lambda found: " " * len(found[0]), text)
