"""Addresses of the desk."""

from django.urls import path

from entas.web.reconciliation.assignments import assignments, change
from entas.web.reconciliation.downloads import families_csv, table_csv
from entas.web.reconciliation.lists import families, send
from entas.web.reconciliation.page import reconciliation

_HERE = "areas/<str:code>/reconciliation/"

urlpatterns = [
    path(_HERE, reconciliation, name="reconciliation"),
    path(f"{_HERE}table.csv", table_csv, name="reconciliation-csv"),
    path(f"{_HERE}families/", families, name="reconciliation-families"),
    path(f"{_HERE}families.csv", families_csv, name="reconciliation-families-csv"),
    path(f"{_HERE}send/", send, name="reconciliation-send"),
    path("areas/<str:code>/assignments/", assignments, name="assignments"),
    path("areas/<str:code>/assignments/change/", change, name="assignments-change"),
]
