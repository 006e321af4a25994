"""How alike two records are: a plain model of weights of evidence, with its reasons in words."""
