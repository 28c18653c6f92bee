package io.revisit.sync.digest;

import io.revisit.sync.collection.Collection;
import io.revisit.sync.cursor.SnapshotSql;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements behind digests. All of them look at what the user has now: scopes granted, records not deleted, and of a
 * collection with a {@code last} only so many in each scope, those with the highest versions.
 */
final class DigestSql {
    private static final String GRANTED =
            "(select scope from sync_grant where tenant_id = $1 and user_id = $2 and revoked_xid is null offset 0) as g";

    private DigestSql() {}

    /** Parameters: 1 tenant, 2 user. The first row is the snapshot. */
    static String totals(List<Collection> collections) {
        String whole = collections.stream()
                .filter(collection -> collection.type().last() == null)
                .map(collection -> "'" + collection.name() + "'")
                .collect(Collectors.joining(", "));
        String latest = collections.stream()
                .filter(collection -> collection.type().last() != null)
                .map(collection -> " union all (" + latest(collection, "'" + collection.name() + "'") + ")")
                .collect(Collectors.joining());
        return """
                with head as materialized (%s)
                select snapshot::text, incarnation, beacon, lasting_beacon, null::text, 0::bigint, null::text from head
                union all
                select null, null, null, null, held.collection, count(*), sync_hash_text(bit_xor(sync_hash(held.id, held.version)))
                from %s
                cross join lateral (
                    (select collection, id, version from sync_record
                     where tenant_id = $1 and scope = g.scope and collection in (%s) and not deleted offset 0)%s
                ) as held
                group by held.collection
                """
                .formatted(SnapshotSql.CURRENT, GRANTED, whole.isEmpty() ? "null" : whole, latest);
    }

    /** Parameters: 1 tenant, 2 user, 3 collection, 4 the scope to continue after, 5 most scopes. */
    static String scopes(Collection collection) {
        return """
                select g.scope, held.count, sync_hash_text(held.hash)
                from (select scope from sync_grant
                      where tenant_id = $1 and user_id = $2 and revoked_xid is null and ($4::uuid is null or scope > $4)
                      order by scope offset 0) as g
                cross join lateral (
                    select count(*) as count, bit_xor(sync_hash(id, version)) as hash from (%s) as r) as held
                where held.count > 0
                order by g.scope
                limit $5
                """
                .formatted(latest(collection, "$3"));
    }

    /**
     * Parameters: 1 tenant, 2 user, 3 collection, 4 scope, 5 and 6 the bounds of ids, 7 ids that the phone holds, 8 their
     * versions, 9 most bytes. Rows have a kind: 1 a row to store, 2 an id to forget, 3 when rows were left out.
     */
    static String repair(Collection collection, int schemaVersion) {
        return """
                with g as (
                    select scope from sync_grant
                    where tenant_id = $1 and user_id = $2 and scope = $4 and revoked_xid is null
                ), held as materialized (
                    select r.id, r.version from g cross join lateral (%s) as r
                    where ($5::uuid is null or r.id > $5) and ($6::uuid is null or r.id <= $6)
                ), given as materialized (
                    select id, version from unnest($7::uuid[], $8::bigint[]) as phone (id, version)
                ), differing as materialized (
                    select held.id from held left join given using (id)
                    where given.version is distinct from held.version
                ), sized as (
                    select contents, row_number() over page as place,
                           sum(octet_length(contents) + 1) over page as bytes
                    from (select d.id, (select %s::text from %s r where r.tenant_id = $1 and r.id = d.id) as contents
                          from differing d) as rendered
                    where contents is not null
                    window page as (order by id rows unbounded preceding)
                )
                select 1::smallint, contents from sized where bytes <= $9 or place = 1
                union all
                select 2::smallint, id::text from given where not exists (select from held where held.id = given.id)
                union all
                select 3::smallint, 'more' where exists (select from sized where bytes > $9 and place > 1)
                """
                .formatted(latest(collection, "$3"), collection.asArray(schemaVersion, "$4::uuid"), collection.table());
    }

    /** The records of a scope that count; a phone knows the order, too: it has versions and ids. */
    private static String latest(Collection collection, String name) {
        Integer last = collection.type().last();
        return "select collection, id, version from sync_record where tenant_id = $1 and scope = g.scope and collection = "
                + name + " and not deleted"
                + (last == null ? "" : " order by version desc, id desc limit " + last);
    }
}
