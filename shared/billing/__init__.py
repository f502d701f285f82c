"""Rules and data of usage and billing that all programs agree on: meters, grants, prices, what people are told."""
