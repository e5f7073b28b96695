"""Addresses of OpenRosa: a village's server is ``/openrosa/<village>``, as Collect is told."""

from django.urls import path, register_converter

from entas.verification.forms.editions import ATTACHMENTS
from entas.web.openrosa import views
from entas.web.openrosa.setup import collect


class EntityList:
    """The name of one of the form's entity lists."""

    regex = "|".join(ATTACHMENTS)

    def to_python(self, value: str) -> str:
        """As it is written."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(EntityList, "entity_list")

_VILLAGE = "openrosa/<str:village>"

urlpatterns = [
    path(f"{_VILLAGE}/formList", views.form_list, name="openrosa-forms"),
    path(f"{_VILLAGE}/forms/<str:version>.xml", views.form, name="openrosa-form"),
    path(f"{_VILLAGE}/manifest/<str:version>", views.manifest, name="openrosa-manifest"),
    path(f"{_VILLAGE}/<entity_list:name>.csv", views.entities, name="openrosa-list"),
    path(f"{_VILLAGE}/integrity", views.integrity, name="openrosa-integrity"),
    path(f"{_VILLAGE}/submission", views.submission, name="openrosa-submission"),
    path("collect/", collect, name="collect"),
]
