print("bobine")
