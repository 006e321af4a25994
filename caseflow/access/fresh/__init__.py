"""Fresh sign-in: the proof, asked again, before what would do most harm in wrong hands."""
