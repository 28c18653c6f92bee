package io.revisit.platform.mutation;

import io.revisit.platform.database.Transaction;
import io.revisit.sync.Claim;
import io.revisit.sync.MutationLedger;
import io.revisit.sync.MutationLedger.MutationKey;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The sync engine's ledger of mutations, on the transaction of whoever asks: both doors share it. */
@Repository
class LedgerRepository {
    private final MutationLedger ledger = new MutationLedger();

    Mono<Claim> claim(Transaction transaction, MutationKey mutation, String operation, byte[] hash) {
        return ledger.claim(transaction.connection(), mutation, operation, hash, transaction.now());
    }

    Mono<Void> settle(Transaction transaction, MutationKey mutation, String verdict) {
        return ledger.settle(transaction.connection(), mutation, verdict);
    }
}
