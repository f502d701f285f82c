"""The live engine: sockets, clocks and the journal around the rules of shared/quiz."""
