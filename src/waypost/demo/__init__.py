"""The demo: a simulated invoicing company whose truths are known, so that what is measured can be judged."""
