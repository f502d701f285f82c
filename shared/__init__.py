"""Pure rules and declarations used by every program. Standard library and msgspec only, no I/O."""
