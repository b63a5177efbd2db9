"""Is this written name a rendering of that one?"""
