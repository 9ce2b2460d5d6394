"""A carrier for demonstrations and tests: speaks the protocols of tracking services, on this machine only."""
