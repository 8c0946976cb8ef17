"""Published names → bodies of the register, with evidence, or a reason for none.

The flow is one: a name is understood (`latin`, `japanese`), looked up, or else compared
with what is near (`near`, `approximate`), and then it is decided (`decide`). `engine`
leads through it.
"""
