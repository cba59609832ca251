"""`python -m mockpump`: the same as the command `mockpump`."""

from mockpump.cli import main

if __name__ == "__main__":
    main()
