"""What a refresh brought.

In: the published warehouse and the one before. Out: a digest as files, and as a post to the webhook.
"""
