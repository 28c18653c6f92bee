package io.revisit.importing;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** What an order line costs: quantity x unit price x (1 - discount), rounded half up to whole minor units. */
public final class LineAmount {
    private LineAmount() {}

    public static long minor(BigDecimal quantity, long unitAmountMinor, int discountBasisPoints) {
        return quantity.multiply(BigDecimal.valueOf(unitAmountMinor))
                .multiply(BigDecimal.valueOf(10_000L - discountBasisPoints))
                .movePointLeft(4)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
