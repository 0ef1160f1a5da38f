"""`python -m gymtrainer_desktop` is `gymtrainer`."""

from gymtrainer_desktop.cli import main

if __name__ == "__main__":
    main()
