"""Published names → bodies of the register, with evidence, or a reason for none.

The flow is one. `engine` sends a name to `spelling` (Latin letters) or `writing`
(Japanese); it is understood there (`latin`, `japanese`), looked up, or told to be no
single body (`sense`), or else compared with what is near (`near`, `approximate`); and
then it is decided (`decide`).
"""
