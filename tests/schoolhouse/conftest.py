import pytest

from tests.schoolhouse.house import House


@pytest.fixture
def house(tmp_path):
    return House(tmp_path)
