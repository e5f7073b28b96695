"""Addresses of the review desk."""

from django.urls import URLPattern, path

from entas.web.review.desk import decide, next_pair, pair, undo
from entas.web.review.group import merged
from entas.web.review.history import history
from entas.web.review.overview import review
from entas.web.review.threshold import threshold

urlpatterns: list[URLPattern] = [
    path("areas/<str:code>/review/", review, name="review"),
    path("areas/<str:code>/review/next/", next_pair, name="review-next"),
    path("areas/<str:code>/review/history/", history, name="review-history"),
    path("areas/<str:code>/review/threshold/", threshold, name="review-threshold"),
    path("review/<int:pair_id>/", pair, name="pair"),
    path("review/<int:pair_id>/decide/", decide, name="decide"),
    path("review/undo/", undo, name="undo"),
    path("families/<int:family_id>/merged/", merged, name="merged"),
]
