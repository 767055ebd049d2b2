print("retrofill")
