"""Addresses of the mapping desk."""

from django.urls import URLPattern, path

from entas.web.mapping.columns import cells, columns
from entas.web.mapping.desk import discard, mapping
from entas.web.mapping.importing import import_, progress

urlpatterns: list[URLPattern] = [
    path("lists/mapping/", mapping, name="mapping"),
    path("lists/mapping/<int:upload_id>/", columns, name="mapping-columns"),
    path("lists/mapping/<int:upload_id>/values/", cells, name="mapping-values"),
    path("lists/mapping/<int:upload_id>/import/", import_, name="mapping-import"),
    path("lists/mapping/<int:upload_id>/progress/", progress, name="mapping-progress"),
    path("lists/mapping/<int:upload_id>/discard/", discard, name="mapping-discard"),
]
