"""The proofs at full size. Each is a function that the tests run small and `make prove` runs whole."""
