package io.revisit.mobile.push;

import io.revisit.sync.change.Refusal;
import io.revisit.sync.push.Arrival;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A push as it was read: what each place holds, a mutation or the reason why it holds none that can be carried out. */
record ReadRequest(List<Place> places) {

    List<Arrival> arrivals() {
        return places.stream().map(Place::arrival).filter(Objects::nonNull).toList();
    }

    /**
     * One place of the request.
     *
     * @param id the mutation's id as far as it could be read
     * @param keep whether its sender must keep it, because somebody else or another time may bring it in
     */
    record Place(@Nullable Arrival arrival, @Nullable String id, Refusal.@Nullable Reason refused, boolean keep) {}
}
