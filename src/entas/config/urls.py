"""Where every address leads."""

from django.urls import URLPattern, URLResolver, include, path

from entas.web.areas.tables import figures_csv
from entas.web.areas.views import area, home, search
from entas.web.audit.views import audit
from entas.web.families.page import family, reveal, why
from entas.web.families.views import families
from entas.web.lists.views import batch, batches
from entas.web.signin.views import SignIn, SignOut, health, language
from entas.web.snapshots.views import snapshots

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("sign-in/", SignIn.as_view(), name="sign-in"),
    path("sign-out/", SignOut.as_view(), name="sign-out"),
    path("language/", language, name="language"),
    path("areas/", search, name="search"),
    path("areas/<str:code>/", area, name="area"),
    path("areas/<str:code>/figures.csv", figures_csv, name="figures-csv"),
    path("areas/<str:code>/families/", families, name="families"),
    path("families/<int:family_id>/", family, name="family"),
    path("families/<int:family_id>/reveal/", reveal, name="reveal"),
    path("families/<int:family_id>/why/<slug:indicator>/", why, name="why"),
    path("", include("entas.web.review.urls")),
    path("", include("entas.web.mapping.urls")),
    path("lists/", batches, name="lists"),
    path("lists/<int:batch_id>/", batch, name="list"),
    path("snapshots/", snapshots, name="snapshots"),
    path("audit/", audit, name="audit"),
    path("", include("entas.web.reconciliation.urls")),
    path("", include("entas.web.verification.urls")),
    path("", include("entas.web.openrosa.urls")),
    path("", include("entas.web.field.urls")),
    path("health/", health, name="health"),
]

handler403 = "entas.web.errors.forbidden"
handler404 = "entas.web.errors.not_found"
handler500 = "entas.web.errors.broken"
