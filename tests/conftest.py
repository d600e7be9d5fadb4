"""What all tests share: how long Hypothesis may search."""

import os

import pytest
from hypothesis import HealthCheck, settings

pytest.register_assert_rewrite("ordercore.testing.store")

settings.register_profile("dev", max_examples=40, stateful_step_count=25, deadline=None)
settings.register_profile(
    "ci",
    max_examples=200,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
# For mutation testing, where many short searches find more than a few long ones.
settings.register_profile("mutants", max_examples=8, stateful_step_count=10, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
