"""A person out of a photo: found, cut out, taken out of the photo's light. No model is downloaded; see each module's limits."""
