/** What a phone may rely on: the words and codes that both doors, GraphQL and sync, share. */
@NullMarked
package io.revisit.contract;

import org.jspecify.annotations.NullMarked;
