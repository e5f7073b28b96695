"""Addresses of the field app; all of them below the folder that its service worker keeps."""

from django.urls import path

from entas.web.field import views

urlpatterns = [
    path("field/", views.shell, name="field"),
    path("field/worker.js", views.worker, name="field-worker"),
    path("field/manifest.webmanifest", views.manifest, name="field-manifest"),
    path("field/me", views.me, name="field-me"),
    path("field/form.xml", views.form, name="field-form"),
    path("field/villages/<str:code>", views.village, name="field-village"),
    path("field/submission", views.submission, name="field-submission"),
]
