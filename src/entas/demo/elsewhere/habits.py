"""How offices and people behave that lists disagree so: every share that a test may want to vary.

The defaults are guesses at what such lists look like, within the rates that are published: about a
sixth of DTKS without a matching NIK, one in a hundred twice, few dead (``kernel/nik.py`` and the
handbook name the kinds of damage). A PLN list covers every house of a village, poor or not.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habits:
    """Shares between 0 and 1, and numbers per family of P3KE."""

    neighbours: float = 6.5
    """Houses of a village that P3KE does not list, for each family it lists."""
    listed_neighbours: float = 0.5
    """Of these, so many for each family of P3KE are families of DTKS and of the sector lists."""
    close_neighbours: float = 0.15
    """Share of the neighbours who live in an RT where P3KE lists somebody: an RT has some 50
    houses, of which P3KE lists 26."""
    shared_names: float = 0.35
    """Share of the neighbours whose name comes from the short list that P3KE's people have."""

    own_meter: float = 0.95
    """Families with electricity of their own that have a connection of their own."""
    contradicting: float = 0.04
    """Families without electricity of their own, by the lists, with a customer at their house."""
    spouse: float = 0.09
    child: float = 0.03
    listed_parent: float = 0.5
    """Who the customer is; a parent who lives with the family: where there is one."""
    late_husband: float = 0.2
    """Customers of families headed by a widow: still her husband."""
    absent_parent: float = 0.02
    former_owner: float = 0.015
    landlord: float = 0.008
    """Of houses that the family owns; of others ``rented_landlord``."""
    rented_landlord: float = 0.3

    misspelt: float = 0.12
    mistyped: float = 0.03
    shortened: float = 0.07
    addressed: float = 0.04
    """Names with PAK, BU, MBAH, NY, ALM or a former owner's name behind QQ."""
    joined: float = 0.01
    name_width: int = 24
    """Letters that fit into the column of names."""
    address_width: int = 34
    address_styles: tuple[float, ...] = (20, 18, 12, 14, 8, 9, 3, 6, 6, 4)
    """Weights of the styles of ``addresses.STYLES``."""
    other_unit: float = 0.04
    """RT that were renumbered since the customer was."""
    second_connection: float = 0.012
    institutions: float = 0.03
    """Mosques, schools, street lights, for each house."""
