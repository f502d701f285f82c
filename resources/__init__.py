"""Data shipped with the programs: models, prompts, samples, icons, translations."""
