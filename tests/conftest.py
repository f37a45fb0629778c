import pytest

from tests.factories import UserFactory


@pytest.fixture
def editor(db):
    return UserFactory(username="editor", groups=["Editors"])


@pytest.fixture
def publisher(db):
    return UserFactory(username="publisher", groups=["Publishers"])


@pytest.fixture
def translator(db):
    return UserFactory(username="translator", groups=["Translators"])


@pytest.fixture
def photo_editor(db):
    return UserFactory(username="photo_editor", groups=["Photo editors"])
