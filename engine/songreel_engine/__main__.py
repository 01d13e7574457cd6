"""`python -m songreel_engine` is the `songreel` command."""

from songreel_engine.cli import main

if __name__ == "__main__":
    main()
