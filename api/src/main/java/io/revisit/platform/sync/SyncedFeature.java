package io.revisit.platform.sync;

import io.revisit.sync.collection.SyncedTable;

/** One bean per collection: where its records are stored, and which service applies what phones did to them. */
public interface SyncedFeature extends SyncedTable {}
