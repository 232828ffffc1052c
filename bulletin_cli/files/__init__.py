"""Files on disk → model, with a finding for everything in them that cannot be used."""
