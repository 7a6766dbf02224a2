"""Addresses of the people room."""

from django.urls import include, path
from django.views.generic import RedirectView

from people.views import files, notifications, one_time_codes, organization_import, profile, viewing

app_name = "people"

account_patterns = [
    path("", RedirectView.as_view(pattern_name="people:profile"), name="accounts"),
    path("code/", one_time_codes.UseCodeView.as_view(), name="use_code"),
    path("code/welcome/", one_time_codes.WelcomeView.as_view(), name="welcome"),
    path("code/<str:code>/", one_time_codes.UseCodeView.as_view(), name="use_given_code"),
    path("people/<uuid:public_id>/code/", one_time_codes.IssueCodeView.as_view(), name="issue_code"),
    path("people/<uuid:public_id>/view-as/", viewing.StartViewingView.as_view(), name="start_viewing"),
    path("view-as/stop/", viewing.stop, name="stop_viewing"),
    path("organizations/import/", organization_import.upload, name="organization_import"),
    path("organizations/import/template/", organization_import.template, name="organization_template"),
    path("organizations/import/<uuid:import_id>/", organization_import.preview, name="organization_preview"),
    path("organizations/import/<uuid:import_id>/apply/", organization_import.apply, name="organization_apply"),
    path("organizations/import/<uuid:import_id>/discard/", organization_import.discard, name="organization_discard"),
    path("organizations/import/<uuid:import_id>/undo/", organization_import.undo, name="organization_undo"),
    path("profile/", profile.ProfileView.as_view(), name="profile"),
    path("profile/sign-in/", profile.IdentifiersView.as_view(), name="identifiers"),
    path("profile/devices/", profile.DevicesView.as_view(), name="devices"),
]

notification_patterns = [
    path("", notifications.notification_list, name="notifications"),
    path("read/", notifications.read_all, name="notifications_read"),
    path("choices/", notifications.choices, name="notification_choices"),
    path("<uuid:public_id>/", notifications.notification, name="notification"),
]

urlpatterns = [
    path("learn/notifications/", include(notification_patterns)),
    path("notifications/stop/<str:token>/", notifications.unsubscribe, name="unsubscribe"),
    path("accounts/", include(account_patterns)),
    path("files/<slug:kind>/<uuid:public_id>/<str:name>", files.file, name="file"),
]
