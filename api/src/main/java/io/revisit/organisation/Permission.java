package io.revisit.organisation;

import io.revisit.platform.security.Role;
import java.util.Arrays;

/** Something that an app may offer to some roles. */
enum Permission {
    WORK_ON_TASKS,
    DIRECT_TASKS,
    UPDATE_CUSTOMERS,
    WORK_ON_TICKETS,
    SEE_UNIT,
    SEE_ALL,
    READ_AUDIT;

    private boolean isGrantedTo(Role role) {
        return switch (this) {
            case WORK_ON_TASKS, UPDATE_CUSTOMERS, WORK_ON_TICKETS -> role.works();
            case DIRECT_TASKS -> role.directs();
            case SEE_UNIT -> role != Role.REP;
            case SEE_ALL -> role.seesEverything();
            case READ_AUDIT -> role.readsAudit();
        };
    }

    static String[] namesOf(Role role) {
        return Arrays.stream(values())
                .filter(permission -> permission.isGrantedTo(role))
                .map(Enum::name)
                .toArray(String[]::new);
    }
}
