"""All addresses. Only Wagtail's pages stand in ``i18n_patterns``; two page trees would collide without prefixes."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.contrib.sitemaps.views import sitemap

from classes.views.timetable.feed import feed
from config import health
from config.api import api
from config.errors import nothing_in_api
from config.kept_addresses import KeptAddresses
from home.sitemap import SchoolSitemap
from home.views.search import search, suggest
from people.admin.account import AccountPreferencesView
from people.views.sign_in import admin_sign_in, admin_sign_out

addresses: list[URLPattern | URLResolver] = [
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("api/v1/", RedirectView.as_view(pattern_name="api-1:openapi-view"), name="api"),
    path("api/v1/", api.urls),
    re_path("^api/", nothing_in_api, name="nothing_in_api"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": SchoolSitemap}}, name="sitemap"),
    path("", include("design.urls")),
    path("accounts/", include("people.accounts.urls")),
    path("admin/account/", AccountPreferencesView.as_view(), name="admin_account"),
    path("admin/login/", admin_sign_in, name="admin_sign_in"),
    path("admin/logout/", admin_sign_out, name="admin_sign_out"),
    path("admin/", include("people.admin.urls")),
    path("", include("people.urls")),
    path("calendar/<str:token>.ics", feed, name="calendar_feed"),
    path("lessons/", include("lessons.urls")),
    path("classes/", include("classes.urls")),
    path("forums/", include("forums.urls")),
    path("evaluations/", include("evaluations.urls")),
    path("search/", search, name="search"),
    path("search/suggest/", suggest, name="search_suggest"),
    path("plugins/", include("schoolhouse.gates.urls")),
    path("", include("home.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    KeptAddresses(addresses),
    *i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=False),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler429 = "people.views.limits.too_many_sign_ins"
handler500 = "config.errors.server_error"
