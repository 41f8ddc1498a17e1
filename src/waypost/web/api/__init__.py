"""Everything a program may do: the same services and the same rights as the pages, under `/api/v1/`."""
