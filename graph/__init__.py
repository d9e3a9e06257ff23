"""The relationship graph: vocabulary, statements, stores, views and measures. Knows no file formats and no screens."""
