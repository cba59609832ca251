"""What stands behind the pytest plugin: pumps for tests, and scenarios as tests."""
