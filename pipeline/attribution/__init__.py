"""Who wrote it, who helped, who owns it, where it comes from: the grammar of bylines, credits, datelines and rights."""
