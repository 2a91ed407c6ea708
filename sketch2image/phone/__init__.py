"""The person's phone over adb: take its pictures, send the answer back."""
