"""Who goes home in which batch?"""
