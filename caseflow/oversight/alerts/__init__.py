"""Risk alerts: the perpetrator side raises one without seeing anything of her; whoever may see her is told."""
