"""The results of a refresh.

In: the published warehouse and the one before. Out: a digest as files, and as a post to the webhook.
"""
