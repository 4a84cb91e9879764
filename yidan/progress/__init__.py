"""月报调度: what each project did this month: submitted, checked, sent back, accepted, corrected."""
