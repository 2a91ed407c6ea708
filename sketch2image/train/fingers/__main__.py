"""`python -m sketch2image.train.fingers`."""

from sketch2image.train.fingers.fit import main

if __name__ == "__main__":
    raise SystemExit(main())
