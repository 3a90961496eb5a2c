print("bobine-media")
