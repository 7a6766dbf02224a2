"""Sound and film files: what they really are, whether they are whole, and how they are made playable everywhere.

Files are judged by their bytes, never by their names. ffmpeg and ffprobe do the work where the machine has them.
"""

from foundation.recordings.faults import BadRecording

__all__ = ["BadRecording"]
