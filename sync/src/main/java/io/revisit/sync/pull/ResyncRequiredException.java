package io.revisit.sync.pull;

/** The database was rewound behind the phone's snapshot: nothing but a comparison of digests tells what differs. */
public final class ResyncRequiredException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ResyncRequiredException() {
        super("the database was rewound behind the cursor", null, false, false);
    }
}
