"""Loop, tasks, workers, settings file, paths, logs: what every slice runs on. Knows no slice."""
