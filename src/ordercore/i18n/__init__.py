"""Words: sentences for codes, in the reader's language."""
