"""What other offices hold of the same villages: DTKS, PLN's customers, lists of sector offices.

Comes in: a society. Goes out: typed lists with the truth of each row. Read first: ``population.py``
(who lives there, P3KE's families and their neighbours), then ``lists.py``.
"""
