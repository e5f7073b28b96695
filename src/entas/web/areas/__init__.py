"""The dashboard of an area: cards, map, league table, funnel."""
