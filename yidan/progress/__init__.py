"""月报调度: what each project did this month: submitted, checked, sent back, accepted, corrected.

Owners' reporters write it, counties and departments check it, the project office accepts it; what is accepted
is a fact (`Progress`) that every figure is computed from.
"""
