"""Conversations: what buyers, marketplaces, banks and carriers say about an order afterwards."""
