package io.revisit.importing;

import io.r2dbc.spi.Readable;
import io.revisit.importing.ImportColumn.Reference;
import io.revisit.importing.StoredChunk.UnknownReference;
import io.revisit.platform.database.Statements;
import io.revisit.platform.database.Transaction;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stores a chunk of rows with one statement: looks references up, inserts what is new and updates what differs, so
 * that a record which is there already gets neither a version nor a history. Every name in the text comes from
 * {@link ImportTargets}, every value of the file travels as the one bound parameter.
 */
@Repository
class ImportRepository {
    private final JsonMapper json = JsonMapper.builder().build();

    private static final String DEFAULTS = "select currency, zone, language from tenant where id = current_tenant()";

    Mono<ImportDefaults> defaults(Statements statements) {
        return statements.queryOne(
                DEFAULTS,
                row -> new ImportDefaults(
                        Currency.getInstance(text(row, "currency")),
                        ZoneId.of(text(row, "zone")),
                        text(row, "language")));
    }

    Mono<StoredChunk> store(Transaction transaction, ImportTarget target, Layout layout, List<CheckedRow> rows) {
        Mono<Void> alone = target.unique() ? Mono.empty() : lock(transaction, target);
        return transaction
                .query(TAKE_TIME, row -> true)
                .then(alone)
                .then(transaction
                        .query(statement(target, layout), ImportRepository::outcome, encode(rows))
                        .collectList()
                        .map(ImportRepository::chunk));
    }

    /** Bulk work may take longer than a request, and tables that have just been filled have no statistics yet. */
    private static final String TAKE_TIME = "select set_config('statement_timeout', '2min', true)";

    private static final String LOCK =
            "select pg_advisory_xact_lock(hashtextextended(current_tenant()::text || $1, 0))::text";

    /** Where no unique index would stop two imports from adding the same record, they go one after the other. */
    private static Mono<Void> lock(Transaction transaction, ImportTarget target) {
        return transaction.query(LOCK, row -> true, "import " + target.table()).then();
    }

    /** Summed up once: before the tables are analysed, the planner would sum up again for every order. */
    private static final String SUM_UP_LINES =
            """
            with sums as materialized (
                select l.order_id, sum(l.amount_minor) as amount
                from jsonb_array_elements_text($1::jsonb) as given (number)
                join customer_order n on n.tenant_id = current_tenant() and n.number = given.number
                join order_line l on l.tenant_id = current_tenant() and l.order_id = n.id
                group by l.order_id
            )
            update customer_order as o
            set total_amount_minor = sums.amount
            from sums
            where o.tenant_id = current_tenant() and o.id = sums.order_id and o.total_amount_minor <> sums.amount
            """;

    /** Sets the totals of orders to the sum of their lines. */
    Mono<Long> sumUpLines(Transaction transaction, Set<Object> orderNumbers) {
        return transaction.update(SUM_UP_LINES, json.writeValueAsString(orderNumbers));
    }

    private static String statement(ImportTarget target, Layout layout) {
        List<ImportColumn> columns = target.columns().stream()
                .filter(column -> column.field() != null)
                .filter(column -> column.derivation() != null || layout.speaksOf(column))
                .toList();
        return """
                with input as (
                    select * from jsonb_to_recordset($1::jsonb) as given (row_number bigint, %s)
                ), resolved as (
                    select input.row_number, %s,
                           array_remove(array[%s]::text[], null) as unknown
                    from input%s
                ), %s
                select (select count(*) from kept) as stored, refused.row_number, refused.column_name
                from (values (1)) as one
                left join (select row_number, unnest(unknown) as column_name from resolved) as refused on true
                order by refused.row_number
                """
                .formatted(
                        join(columns, column -> column.field() + " " + column.type()),
                        join(columns, ImportRepository::resolvedField),
                        join(references(columns), ImportRepository::unknownReference),
                        references(columns).stream()
                                .map(ImportRepository::lookup)
                                .collect(Collectors.joining()),
                        target.unique() ? upsert(target, layout, columns) : updateAndInsert(target, layout, columns));
    }

    private static String upsert(ImportTarget target, Layout layout, List<ImportColumn> columns) {
        List<ImportColumn> changing = changing(target, layout, columns);
        String update = changing.isEmpty()
                ? "nothing"
                : "update set %s where %s"
                        .formatted(
                                join(changing, column -> column.field() + " = excluded." + column.field()),
                                differs(target, changing, "excluded"));
        return """
                kept as (
                    insert into %s (tenant_id, %s)
                    select current_tenant(), %s from resolved where unknown = '{}' order by row_number
                    on conflict (tenant_id, %s) do %s
                    returning 1
                )"""
                .formatted(
                        target.table(),
                        join(columns, ImportColumn::field),
                        join(columns, ImportColumn::field),
                        String.join(", ", target.keys()),
                        update);
    }

    /** For records that may be deleted and are found again by what no unique index holds. */
    private static String updateAndInsert(ImportTarget target, Layout layout, List<ImportColumn> columns) {
        List<ImportColumn> changing = changing(target, layout, columns);
        String same = target.keys().stream()
                .map(key -> "%s.%s = resolved.%s".formatted(target.table(), key, key))
                .collect(Collectors.joining(
                        " and ",
                        "%1$s.tenant_id = current_tenant() and %1$s.deleted_at is null and ".formatted(target.table()),
                        ""));
        return """
                changed as (
                    update %1$s set %2$s from resolved
                    where unknown = '{}' and %3$s and %4$s
                    returning 1
                ), added as (
                    insert into %1$s (tenant_id, %5$s)
                    select current_tenant(), %5$s from resolved
                    where unknown = '{}' and not exists (select from %1$s where %3$s)
                    order by row_number
                    returning 1
                ), kept as (select from changed union all select from added)"""
                .formatted(
                        target.table(),
                        join(changing, column -> column.field() + " = resolved." + column.field()),
                        same,
                        differs(target, changing, "resolved"),
                        join(columns, ImportColumn::field));
    }

    private static List<ImportColumn> changing(ImportTarget target, Layout layout, List<ImportColumn> columns) {
        return columns.stream()
                .filter(column -> layout.speaksOf(column) && !target.keys().contains(column.field()))
                .toList();
    }

    private static String differs(ImportTarget target, List<ImportColumn> columns, String given) {
        return "(%s) is distinct from (%s)"
                .formatted(
                        join(columns, column -> target.table() + "." + column.field()),
                        join(columns, column -> given + "." + column.field()));
    }

    private static List<ImportColumn> references(List<ImportColumn> columns) {
        return columns.stream().filter(column -> column.reference() != null).toList();
    }

    private static String resolvedField(ImportColumn column) {
        return column.reference() == null
                ? "input." + column.field()
                : "found_%1$s.id as %1$s".formatted(column.field());
    }

    private static String unknownReference(ImportColumn column) {
        return "case when input.%1$s is not null and found_%1$s.id is null then '%2$s' end"
                .formatted(column.field(), column.name());
    }

    private static String lookup(ImportColumn column) {
        Reference reference = Objects.requireNonNull(column.reference());
        return """

                    left join lateral (
                        select r.id from %1$s r
                        where r.tenant_id = current_tenant() and r.%2$s = input.%3$s%4$s
                        limit 1) as found_%3$s on true"""
                .formatted(
                        reference.table(),
                        reference.code(),
                        column.field(),
                        reference.deletable() ? " and r.deleted_at is null" : "");
    }

    private static String join(List<ImportColumn> columns, Function<ImportColumn, @Nullable String> text) {
        return columns.stream().map(text).collect(Collectors.joining(", "));
    }

    private String encode(List<CheckedRow> rows) {
        List<Map<String, @Nullable Object>> encoded = new ArrayList<>(rows.size());
        for (CheckedRow row : rows) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>(row.values());
            values.put("row_number", row.number());
            encoded.add(values);
        }
        return json.writeValueAsString(encoded);
    }

    private static StoredChunk outcome(Readable row) {
        Long refused = row.get("row_number", Long.class);
        return new StoredChunk(
                Objects.requireNonNull(row.get("stored", Long.class)),
                refused == null ? List.of() : List.of(new UnknownReference(refused, text(row, "column_name"))));
    }

    private static StoredChunk chunk(List<StoredChunk> rows) {
        return new StoredChunk(
                rows.get(0).stored(),
                rows.stream().flatMap(row -> row.unknown().stream()).toList());
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}
