"""Parts of the replay of a shop's year: reading the file, matching returns, checking the desk."""
