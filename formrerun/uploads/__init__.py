"""Files that visitors choose: kept through Django's storages, named by signed tokens, read when somebody asks."""
