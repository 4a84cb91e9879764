"""单位人员: units, persons, and the role each holds where; used by every room below."""
