"""What one starts from: commented files to fill in (the .toml files here), and the schemas that editors read."""
