"""Measurements: what Attest costs beside others, in one run, as ratios."""
