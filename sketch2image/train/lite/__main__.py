"""`python -m sketch2image.train.lite`."""

from sketch2image.train.lite.command import main

if __name__ == "__main__":
    raise SystemExit(main())
