"""The life of a document: what changed and who did it, named versions, review and approval, today and the future."""
