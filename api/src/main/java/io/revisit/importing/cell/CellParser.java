package io.revisit.importing.cell;

import java.time.ZoneId;
import java.util.Currency;

/** Understands the text of a cell that is not blank; the result is a text, number, boolean or list of texts. */
@FunctionalInterface
public interface CellParser {
    Object parse(String cell, Context context) throws BadCell;

    /** What a cell cannot say by itself: the row's currency, and the tenant's zone for times without one. */
    record Context(Currency currency, ZoneId zone) {}
}
