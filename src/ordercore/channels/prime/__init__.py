"""Prime for those who ship themselves: its terms, and how a seller stands with it."""
