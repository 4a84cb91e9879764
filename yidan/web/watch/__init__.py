"""The faces of 监测: the day's sheet in words, the sheet one fills in, and files that offices send."""
