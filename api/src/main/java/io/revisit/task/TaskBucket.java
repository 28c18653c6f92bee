package io.revisit.task;

import io.revisit.platform.projection.Compilation;
import io.revisit.platform.projection.Row;
import java.time.OffsetDateTime;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Where an open task stands in time, cut by the days of the viewer's zone; each open task is in exactly one. */
enum TaskBucket {
    OVERDUE,
    TODAY,
    WEEK,
    LATER;

    private static final int DAYS_OF_WEEK = 7;

    /** Whether this open task is in the bucket. The bounds on {@code due_at} let an index find it. */
    Condition contains(Row task) {
        Compilation compilation = task.compilation();
        Field<OffsetDateTime> due = task.column("due_at", OffsetDateTime.class);
        Field<OffsetDateTime> latest = task.column("latest_at", OffsetDateTime.class);
        Field<OffsetDateTime> now = compilation.now();
        return switch (this) {
            case OVERDUE -> due.lt(now).and(latest.lt(now));
            case TODAY -> due.lt(compilation.startOfDay(1)).and(latest.ge(now));
            case WEEK -> due.ge(compilation.startOfDay(1)).and(due.lt(compilation.startOfDay(DAYS_OF_WEEK)));
            case LATER -> due.ge(compilation.startOfDay(DAYS_OF_WEEK));
        };
    }

    /** The bucket's name, null for a closed task. */
    static Field<?> of(Row task) {
        var choice = DSL.case_().when(task.column("closed_at").isNotNull(), DSL.inline((String) null));
        for (TaskBucket bucket : values()) {
            choice = choice.when(bucket.contains(task), DSL.inline(bucket.name()));
        }
        return choice;
    }
}
