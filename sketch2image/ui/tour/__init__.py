"""The guided first drawing: five steps that go on by doing."""
