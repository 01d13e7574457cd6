"""Letters, words and lines on the picture: fonts, safe areas, contrast, and the designed ways to set lyrics."""
