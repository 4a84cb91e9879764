"""The faces of 企业帮扶: the list with its filters, the forms, and lists that offices send."""
