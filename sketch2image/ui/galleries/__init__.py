"""The gallery manager: which pictures are searched, what could not be read, and the phone's."""
