"""What adapters of services with many carriers behind them have in common."""
