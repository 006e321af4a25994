"""A small demonstration, loaded once and copied for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.demonstration.small import copied
from tests.installation import Templates


@pytest.fixture
def demo_app(templates: Templates) -> Iterator[Flask]:
    """Give the application over a small demonstration."""
    for _, app in copied(templates):
        yield app
