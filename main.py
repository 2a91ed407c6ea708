"""Start Sketch2Image: `python main.py --help`."""

from sketch2image.cli import main

if __name__ == "__main__":
    main()
