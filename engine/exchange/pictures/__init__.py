"""Pictures: photographs, folders of classes, IDX files and arrays of a user's own, brought to one size."""
