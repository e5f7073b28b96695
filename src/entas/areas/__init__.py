"""The official tree of areas: province, kabupaten/kota, kecamatan, desa/kelurahan.

Comes in: code tables and boundary files.
Goes out: areas with dated codes, BPS crosswalk, boundaries.
Read first: ``models.py``.
"""
