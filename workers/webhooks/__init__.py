"""Records pushed to those who asked for them: signed, at least once, a dead letter where somebody does not want one.

    ledger ──courier──▶ .copydesk/webhooks/NAME/pending/ ──Celery message (names only)──▶ postman ──HTTP──▶ the receiver
                                                                                              └──▶ dead/, after max_tries

The folder is the truth here as well: a message that is lost is sent again, a letter is there until its receiver has said yes.
"""
