"""What was composed → a safe place on disk, and from there to paper."""
