"""The account on a server: signing in, this person's devices, and the keys of this one."""
