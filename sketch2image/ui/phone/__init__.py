"""The room of the phone: how it stands, its pictures, sending, pairing, and the page."""
