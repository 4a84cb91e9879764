"""企业帮扶: which firms are looked after by whom (双定双包), who called, what they asked for. Used by 县市区."""
