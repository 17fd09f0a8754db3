"""PROMIS: short forms with tables of T-scores, the 29-item profile and Global-10. Their words are licensed."""
