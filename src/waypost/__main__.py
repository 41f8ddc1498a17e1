"""`python -m waypost`: the command line, also where no script of that name is on the path."""

from waypost.cli import main

main()
