package io.revisit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.GraphQl.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Walks a connection page by page, checking on the way that each page says the truth about where it stands. */
public final class Pages {
    /** What a document has to select of the connection; it also has to pass on {@code $first} and {@code $after}. */
    public static final String PAGE =
            """
            {
              edges { cursor node { id } }
              nodes { id }
              pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
              totalCount
            }
            """;

    private Pages() {}

    /** Ids of all elements in order, each page having at most that many. */
    public static List<UUID> walk(
            GraphQl viewer, String document, String pointer, Map<String, ?> variables, int first) {
        List<UUID> all = new ArrayList<>();
        String after = null;
        while (true) {
            Map<String, Object> given = new HashMap<>(variables);
            given.put("first", first);
            given.put("after", after);
            Answer answer = viewer.send(document, given);
            assertThat(answer.errorCode()).as("%s", answer.body()).isNull();
            JsonNode page = answer.at(pointer);
            List<UUID> ids = ids(page);
            check(page, ids, after);
            all.addAll(ids);
            assertThat(all).doesNotHaveDuplicates();
            if (!page.at("/pageInfo/hasNextPage").asBoolean()) {
                assertThat(page.at("/totalCount").asInt()).isEqualTo(all.size());
                return all;
            }
            assertThat(ids).hasSize(first);
            after = page.at("/pageInfo/endCursor").asString();
        }
    }

    /** Ids of the nodes of one page. */
    public static List<UUID> ids(JsonNode page) {
        List<UUID> ids = new ArrayList<>();
        page.at("/nodes").forEach(node -> ids.add(UUID.fromString(node.at("/id").asString())));
        return ids;
    }

    private static void check(JsonNode page, List<UUID> ids, String after) {
        JsonNode edges = page.at("/edges");
        List<UUID> ofEdges = new ArrayList<>();
        edges.forEach(edge -> ofEdges.add(UUID.fromString(edge.at("/node/id").asString())));
        assertThat(ofEdges).isEqualTo(ids);
        JsonNode pageInfo = page.at("/pageInfo");
        assertThat(pageInfo.at("/hasPreviousPage").asBoolean()).isEqualTo(after != null);
        if (ids.isEmpty()) {
            assertThat(pageInfo.at("/startCursor").isNull()).isTrue();
            assertThat(pageInfo.at("/endCursor").isNull()).isTrue();
        } else {
            assertThat(pageInfo.at("/startCursor")).isEqualTo(edges.get(0).at("/cursor"));
            assertThat(pageInfo.at("/endCursor"))
                    .isEqualTo(edges.get(edges.size() - 1).at("/cursor"));
        }
    }
}
