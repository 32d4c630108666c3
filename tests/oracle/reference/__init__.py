"""A slow, literal second reading of the contract (sections 3, 4, 5, 6 in part, 7 in part)."""
