"""framefaults"""
