/** How GraphQL over HTTP is wired: scalars, error codes, mutations that are safe to retry. */
@NullMarked
package io.revisit.platform.graphql;

import org.jspecify.annotations.NullMarked;
