"""The desk page: a desk's stories, quarantine, proposed rules and rule counts in a browser, served by `copydesk desk`."""
