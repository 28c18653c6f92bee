package io.revisit.sync.pull;

import io.revisit.sync.collection.Collection;
import io.revisit.sync.collection.Collections;
import io.revisit.sync.cursor.Phase;
import io.revisit.sync.cursor.SnapshotSql;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one statement that reads a page: its snapshot, the drops, the records that are due and their contents all come from
 * the same instant, and PostgreSQL builds the rows as the phone gets them.
 *
 * <p>Parameters: 1 tenant, 2 user, 3 collections, 4 most records, 5 most bytes, 6 to 9 the position (rank, collection, id,
 * scope), 10 to 13 the base (snapshot, incarnation, beacon, lasting beacon), 14 the schema version that the phone had.
 */
final class PullSql {
    /** What a tombstone takes on the wire. */
    private static final int TOMBSTONE_BYTES = 80;

    private static final String EMPTY = "('null', 'false', '0', '\"\"', '[]', '{}')";

    private static final String HEAD = "with head as materialized (" + SnapshotSql.CURRENT + "),\n";

    /**
     * The phone's snapshot, as far as it can still be trusted: exact, a beacon's, or none. The first beacon of a minute
     * outlives the others by an hour; while it does, a missing one was rewound, not thinned out. A beacon of another cluster
     * counts other transactions. Whoever does not know everything below the horizon may lack tombstones that were purged.
     */
    private static final String BASE =
            """
            known as materialized (
                select newest.snapshot as newest, lasting.snapshot as lasting,
                       head.incarnation = $11
                           and (newest.id is not null
                                or lasting.written_at < (select written_at from sync_beacon order by xid desc limit 1)
                                                        - interval '50 minutes') as exact
                from head
                left join sync_beacon newest on newest.id = $12 and newest.xid < pg_snapshot_xmax(head.snapshot)
                    and (head.incarnation = $11 or newest.cluster = (pg_control_system()).system_identifier)
                left join sync_beacon lasting on lasting.id = $13 and lasting.xid < pg_snapshot_xmax(head.snapshot)
                    and (head.incarnation = $11 or lasting.cluster = (pg_control_system()).system_identifier)
            ),
            trusted as materialized (
                select case when exact then $10::text::pg_snapshot else coalesce(newest, lasting) end as snapshot, exact
                from known
            ),
            base as materialized (
                select case when pg_snapshot_xmin(snapshot) < (select xid from sync_horizon where tenant_id = $1)
                            then null else snapshot end as snapshot,
                       pg_snapshot_xmin(snapshot) as xmin, coalesce(exact, false) as exact
                from trusted
            ),
            """;

    private static final String FIRST_DUE =
            """
            due as materialized (
                select g.priority::bigint as rank, r.collection, r.id, r.scope, false as deleted
                from (select scope, priority from sync_grant
                      where tenant_id = $1 and user_id = $2 and revoked_xid is null
                        and ($6::text is null or priority >= $6::text::bigint) offset 0) as g
                cross join lateral (
                    select collection, id, scope from sync_record
                    where tenant_id = $1 and scope = g.scope and collection = any ($3) and not deleted offset 0) as r
                where $6::text is null
                   or (g.priority::bigint, r.collection, r.id, r.scope) > ($6::text::bigint, $7::text collate "C", $8::uuid, $9::uuid)
                order by 1, 2, 3, 4
                limit $4
            ),
            """;

    private static final String UPGRADE_DUE =
            """
            due as materialized (
                select %2$d::bigint as rank, s.collection, s.id, s.scope, false as deleted
                from base
                cross join lateral (
                    select scope from sync_grant
                    where tenant_id = $1 and user_id = $2 and revoked_xid is null
                      and pg_visible_in_snapshot(granted_xid, base.snapshot) offset 0) as g
                cross join lateral (
                    select collection, id, scope from sync_record
                    where tenant_id = $1 and scope = g.scope and collection = any ($3) and not deleted offset 0) as s
                where ($6::text is null or (s.collection, s.id, s.scope) > ($7::text collate "C", $8::uuid, $9::uuid))
                  and case s.collection%1$s else false end
                order by 2, 3, 4
                limit $4
            ),
            """;

    /** Under a new grant, too, there are tombstones: later pages of the pull before may have brought what is gone by now. */
    private static final String DELTA_DUE =
            """
            due as materialized (
                select d.rank::text::bigint as rank, d.collection, d.id, d.scope, d.deleted
                from (
                    select r.changed_xid as rank, r.collection, r.id, r.scope, r.deleted
                    from base
                    cross join lateral (
                        select scope from sync_grant
                        where tenant_id = $1 and user_id = $2 and revoked_xid is null
                          and pg_visible_in_snapshot(granted_xid, base.snapshot) offset 0) as g
                    cross join lateral (
                        select changed_xid, collection, id, scope, deleted from sync_record
                        where tenant_id = $1 and scope = g.scope and changed_xid >= base.xmin
                          and not pg_visible_in_snapshot(changed_xid, base.snapshot) and collection = any ($3) offset 0) as r
                    union all
                    select greatest(r.changed_xid, g.granted_xid), r.collection, r.id, r.scope, r.deleted
                    from base
                    cross join lateral (
                        select scope, granted_xid from sync_grant
                        where tenant_id = $1 and user_id = $2 and revoked_xid is null
                          and not pg_visible_in_snapshot(granted_xid, base.snapshot) offset 0) as g
                    cross join lateral (
                        select changed_xid, collection, id, scope, deleted from sync_record
                        where tenant_id = $1 and scope = g.scope and collection = any ($3)
                          and (not deleted or (changed_xid >= base.xmin and not pg_visible_in_snapshot(changed_xid, base.snapshot)))
                        offset 0) as r
                ) as d
                where $6::text is null
                   or (d.rank, d.collection, d.id, d.scope) > ($6::text::xid8, $7::text collate "C", $8::uuid, $9::uuid)
                order by d.rank, d.collection, d.id, d.scope
                limit $4
            ),
            """;

    private static final String DROPS =
            """
            union all
            select 1::smallint, null, revoked.scope::text, 1
            from base
            cross join lateral (
                select distinct scope from sync_grant
                where tenant_id = $1 and user_id = $2 and revoked_xid is not null and revoked_xid >= base.xmin
                  and not pg_visible_in_snapshot(revoked_xid, base.snapshot)) as revoked
            where $6::text is null
            """;

    private PullSql() {}

    static String of(Phase phase, Collections collections, int schemaVersion) {
        boolean first = phase == Phase.FIRST;
        String sql = HEAD
                + (first ? "" : BASE)
                + due(phase, collections, schemaVersion)
                + "rendered as (select due.*, case when not deleted then case collection"
                + collections.all().stream()
                        .filter(collection -> collection.type().since() <= schemaVersion)
                        .map(collection -> contents(collection, schemaVersion))
                        .collect(Collectors.joining())
                + " end end as contents from due),\n"
                + """
                sized as (
                    select rendered.*, row_number() over page as place,
                           sum(coalesce(octet_length(contents) + 1, %d)) over page as bytes
                    from rendered
                    window page as (order by rank, collection, id, scope rows unbounded preceding)
                ),
                page as materialized (select * from sized where bytes <= $5 or place = 1)
                select 0::smallint as kind, null::text as collection,
                       json_build_object('snapshot', head.snapshot::text, 'incarnation', head.incarnation::text,
                           'beacon', head.beacon, 'lastingBeacon', head.lasting_beacon,
                           'lost', %s, 'verify', %s,
                           'more', (select count(*) from page) < (select count(*) from due)
                                   or (select count(*) from due) = $4,
                           'last', (select json_build_array(rank::text, collection, id, scope) from page order by place desc limit 1)
                       )::text as payload,
                       0 as records
                from head%s
                """
                        .formatted(
                                TOMBSTONE_BYTES,
                                first ? "false" : "base.snapshot is null",
                                first ? "false" : "not base.exact",
                                first ? "" : ", base")
                + (first ? "" : DROPS)
                + """
                union all
                select 2::smallint, collection, string_agg(contents, ','), count(*)::int
                from page where contents is not null group by collection
                union all
                select 3::smallint, collection, string_agg(json_build_array(scope, id)::text, ','), count(*)::int
                from page where contents is null group by collection
                """;
        // The driver reads through the text of a statement each time it is used.
        return sql.replaceAll("\\s+", " ");
    }

    private static String due(Phase phase, Collections collections, int schemaVersion) {
        return switch (phase) {
            case FIRST -> FIRST_DUE;
            case DELTA -> DELTA_DUE;
            case UPGRADE -> UPGRADE_DUE.formatted(grown(collections, schemaVersion), schemaVersion);
        };
    }

    private static String contents(Collection collection, int schemaVersion) {
        return "\n when '%s' then (select %s::text from %s r where r.tenant_id = $1 and r.id = due.id)"
                .formatted(collection.name(), collection.asArray(schemaVersion, "due.scope"), collection.table());
    }

    /** Whether a record has something in a field that is new to the phone; what is empty the phone fills in itself. */
    private static String grown(Collections collections, int schemaVersion) {
        return collections.all().stream()
                .filter(collection -> collection.type().grewBetween(1, schemaVersion))
                .map(collection -> "\n when '%s' then (select %s from %s r where r.tenant_id = $1 and r.id = s.id)"
                        .formatted(collection.name(), grown(collection, schemaVersion), collection.table()))
                .collect(Collectors.joining());
    }

    private static String grown(Collection collection, int schemaVersion) {
        Stream<String> fields = collection.type().fieldsIn(schemaVersion).stream()
                .filter(field -> field.since() > 1)
                .map(field -> "(%d > $14 and coalesce(to_jsonb(%s), 'null') not in %s)"
                        .formatted(field.since(), collection.expression(field), EMPTY));
        return Stream.concat(Stream.of(collection.type().since() + " > $14"), fields)
                .collect(Collectors.joining(" or "));
    }
}
