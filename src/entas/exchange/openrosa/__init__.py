"""OpenRosa 1.0, as ODK Collect speaks it: documents, Digest, and the QR code that sets it up.

Pure: requests and responses are the web's.
"""
