package io.claviger.storage.postgres;

import io.claviger.key.Grant;
import io.claviger.key.GrantLead;
import io.claviger.key.GrantOperation;
import io.claviger.storage.GrantSearch;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Finds the grants that may matter to a request, past Hibernate and in one round trip: a look-up in an index for each
 * pair of an identity and a lead.
 *
 * <p>The statement leaves PostgreSQL no other way, whatever its statistics make it believe: ORDER BY with a small LIMIT
 * is cheap by the index alone, and what is inside LATERAL with a LIMIT is not turned into a join of whole tables. The
 * limits also keep its estimates so low that it never compiles the statement (JIT), which takes longer than running it.
 */
final class GrantFinder {
    /** How many grants of one pair the first statement brings where all are wanted. */
    private static final int MANY = 100;

    private static final String FIND = statement(" limit " + MANY);
    private static final String FIND_ALL = statement("");

    private final Database database;

    GrantFinder(Database database) {
        this.database = database;
    }

    Uni<List<Grant>> find(GrantSearch search) {
        Tuple parameters = parameters(search);
        return run(FIND, parameters)
                .chain(found -> mayBeMore(search, found)
                        ? run(FIND_ALL, parameters)
                        : Uni.createFrom().item(found));
    }

    private Uni<List<Grant>> run(String statement, Tuple parameters) {
        return database.statement(pool -> pool.preparedQuery(statement).execute(parameters))
                .map(GrantFinder::toGrants);
    }

    private static boolean mayBeMore(GrantSearch search, List<Grant> found) {
        if (found.size() < MANY) {
            return false;
        }
        record Pair(String identity, GrantLead lead) {}
        Map<Pair, Integer> counts = new HashMap<>();
        for (Grant grant : found) {
            var pair = new Pair(grant.grantee().identity(), GrantLead.of(grant.constraints(), search.operation()));
            counts.merge(pair, 1, Integer::sum);
        }
        return counts.containsValue(MANY);
    }

    /** Pairs of which one grant is enough come first, then those of which all are wanted. */
    private static Tuple parameters(GrantSearch search) {
        List<String> oneIdentities = new ArrayList<>();
        List<String> oneLeads = new ArrayList<>();
        List<String> allIdentities = new ArrayList<>();
        List<String> allLeads = new ArrayList<>();
        boolean isOneEnough = search.operation() != GrantOperation.CREATE_GRANT;
        for (GrantLead lead : search.leads().stream().distinct().toList()) {
            boolean isOne = isOneEnough && lead.isExact();
            for (String identity : search.identities().stream().distinct().toList()) {
                (isOne ? oneIdentities : allIdentities).add(identity);
                (isOne ? oneLeads : allLeads).add(lead.value());
            }
        }
        return Tuple.of(
                        search.account().value(),
                        search.region().value(),
                        search.keyId().value(),
                        search.operation().wireName())
                .addValue(oneIdentities.toArray(String[]::new))
                .addValue(oneLeads.toArray(String[]::new))
                .addValue(allIdentities.toArray(String[]::new))
                .addValue(allLeads.toArray(String[]::new));
    }

    private static String statement(String mostOfAll) {
        return part("$5", "$6", " limit 1") + " union all " + part("$7", "$8", mostOfAll);
    }

    private static String part(String identities, String leads, String most) {
        return "select " + GrantRow.COLUMNS + " from unnest(cast(" + identities + " as text[]), cast(" + leads
                + " as text[])) wanted (wanted_identity, wanted_lead)"
                + " cross join lateral (select u.grant_id as used_id from grant_use u"
                + " where u.account = $1 and u.region = $2 and u.key_id = $3 and u.operation = $4"
                + " and u.grantee_identity = wanted_identity and u.lead = wanted_lead"
                + " order by u.grant_id" + most + ") used"
                + " cross join lateral (select * from kms_grant g"
                + " where g.account = $1 and g.region = $2 and g.key_id = $3 and g.grant_id = used_id limit 1) found";
    }

    private static List<Grant> toGrants(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(GrantRow::read)
                .toList();
    }
}
