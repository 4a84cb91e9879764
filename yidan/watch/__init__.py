"""监测: what is looked at in some places each day (价格巡查 and the like). Used by 价格科 and 县市区."""
