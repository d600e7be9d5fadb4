"""What a marketplace measures a seller by: exact limits, and targets as dated rows."""
