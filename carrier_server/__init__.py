"""A carrier for demonstrations and tests: speaks kuaidi100's real-time query on this machine only."""
