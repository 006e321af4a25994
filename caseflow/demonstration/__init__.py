"""The invented demonstration: plainly made-up people, so that everything can be tried and nobody is meant."""
