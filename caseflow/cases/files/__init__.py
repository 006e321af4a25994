"""Files in a case: sealed in chunks under the person's vault, served only as a download."""
