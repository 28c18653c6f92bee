package io.revisit.platform.security;

/** What somebody is to the company; who sees and does what follows from it. */
public enum Role {
    REP,
    SUPERVISOR,
    DIRECTOR,
    QA,
    ADMIN;

    /** Whether the role reads the whole tenant. */
    public boolean seesEverything() {
        return this == DIRECTOR || this == QA || this == ADMIN;
    }

    /** Whether the role directs other people's work: assigns, reschedules, excuses and cancels it. */
    public boolean directs() {
        return this == SUPERVISOR || this == DIRECTOR || this == ADMIN;
    }

    /** Whether the role reads who changed what. */
    public boolean readsAudit() {
        return this == DIRECTOR || this == ADMIN;
    }

    /** Whether the role changes customers, tasks, visits and tickets at all. */
    public boolean works() {
        return this != QA;
    }
}
