"""Search: what is written into the indexes, how queries are read and answered.

`news.analysis` makes tokens of words, for every database the same. Each edition, photo of an
edition, name of the directory and working copy has one row of tokens (`tables`); `indexing` writes
them, `queries` reads what somebody typed, `names` finds who is named, `results` finds editions,
`marks` shows where the words stand, `corrections` knows what may have been meant.
"""
