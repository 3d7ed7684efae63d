"""`python -m collector` is `beheld`."""

from collector.cli import main

if __name__ == "__main__":
    main()
