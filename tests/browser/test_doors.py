"""The doors of the school: home page and sign-in."""

import pytest


@pytest.mark.every_view
@pytest.mark.parametrize("address", ["/", "/accounts/login/"])
def test_door_opens_and_is_accessible(page_for, axe, screenshot, view, address):
    page = page_for(view=view)

    response = page.goto(address)

    assert response.status == 200
    assert page.evaluate("document.documentElement.scrollWidth") <= view.width
    axe(page)
    screenshot(page, f"door{address.replace('/', '-')}{view}")
