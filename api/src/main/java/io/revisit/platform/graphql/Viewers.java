package io.revisit.platform.graphql;

import graphql.schema.DataFetchingEnvironment;
import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.security.Viewer;

/** Finds out who asks. */
public final class Viewers {
    private Viewers() {}

    /** The viewer, or a refusal when nobody is logged in. */
    public static Viewer required(DataFetchingEnvironment environment) {
        if (environment.getGraphQlContext().get(Viewer.CONTEXT_KEY) instanceof Viewer viewer) {
            return viewer;
        }
        throw new ApiException(ErrorCode.UNAUTHENTICATED);
    }
}
