"""Who is on both lists?"""
