"""The Content-Security-Policy of each answer: strict for everybody, looser where Wagtail's admin needs it."""

from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class SchoolPolicyMiddleware(CSPMiddleware):
    """django-csp with two standing policies. Its decorators still change the policy of a single view."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Give what a view asked for, on the admin's policy where it is the admin's."""
        parts = super().get_policy_parts(request, response, report_only)
        if _is_admin(request) and parts.config is None:
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY["DIRECTIVES"]
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the header: almost always one of the two standing ones, which are built once."""
        asked = super().get_policy_parts(request, response)
        if asked != PolicyParts() or hasattr(response, "_csp_exempt") or HEADER in response:
            return super().process_response(request, response)
        response[HEADER] = _standing(_is_admin(request))
        return response


def _is_admin(request: HttpRequest) -> bool:
    return request.path_info.startswith("/admin/")


@cache
def _standing(is_admin: bool) -> str:
    policy = settings.ADMIN_CONTENT_SECURITY_POLICY if is_admin else settings.CONTENT_SECURITY_POLICY
    return build_policy(config=policy["DIRECTIVES"])
