"""The window of Chainrule: everything a person sees and does, on Qt."""
