"""The classroom host: one program on a laptop, its page for phones, its advertisement."""
