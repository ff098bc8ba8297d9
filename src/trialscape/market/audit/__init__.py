"""What a report contradicts by itself.

In: reports. Out: findings by rule, without any trial.
"""
