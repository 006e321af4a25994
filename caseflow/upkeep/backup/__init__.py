"""One encrypted file that holds a whole installation as it stood at one moment, and the way back from it."""
