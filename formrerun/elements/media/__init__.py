"""Images, sound and video, and pages of others."""
