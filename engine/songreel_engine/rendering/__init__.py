"""From a draft to clips: plan the work, make plates, animate them."""
