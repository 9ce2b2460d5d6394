"""When goods can be with a customer: delivery days, cut-off times and what follows from them."""
