"""Addresses of the desks of verification."""

from django.urls import path

from entas.web.verification.desk import decide, desk, minutes
from entas.web.verification.visit import decide_one, photo, visit

_HERE = "areas/<str:code>/verification/"

urlpatterns = [
    path(_HERE, desk, name="verification"),
    path(f"{_HERE}decide/", decide, name="verification-decide"),
    path(f"{_HERE}minutes/", minutes, name="verification-minutes"),
    path("visits/<int:submission_id>/", visit, name="visit"),
    path("visits/<int:submission_id>/decide/", decide_one, name="visit-decide"),
    path("visits/photos/<int:attachment_id>/", photo, name="visit-photo"),
]
