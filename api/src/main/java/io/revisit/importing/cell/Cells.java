package io.revisit.importing.cell;

import io.revisit.importing.place.Countries;
import io.revisit.importing.source.ImportProblem;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The kinds of cell that columns are made of. */
public final class Cells {
    public static final CellParser TEXT = (cell, context) -> cell;
    public static final CellParser EMAIL = (cell, context) -> email(cell);
    public static final CellParser DATE = (cell, context) -> date(cell).toString();
    public static final CellParser INSTANT =
            (cell, context) -> instant(cell, context.zone()).toString();
    public static final CellParser AMOUNT = (cell, context) -> minorUnits(cell, context.currency());
    public static final CellParser BOOLEAN = (cell, context) -> bool(cell);
    public static final CellParser COUNTRY = (cell, context) -> country(cell);
    public static final CellParser CURRENCY = (cell, context) -> currency(cell);
    public static final CellParser ZONE = (cell, context) -> zone(cell);
    /** A share between 0 and 1, in basis points. */
    public static final CellParser SHARE = (cell, context) -> basisPoints(cell);

    private static final Pattern ADDRESS = Pattern.compile("[^\\s@]+@[^\\s@]+");
    private static final Pattern PLAIN_NUMBER = Pattern.compile("[+-]?\\d{1,18}(\\.\\d{1,18})?");
    private static final Map<String, Boolean> BOOLEANS = Map.of(
            "true", true, "yes", true, "y", true, "1", true, "false", false, "no", false, "n", false, "0", false);
    private static final BigDecimal BASIS_POINTS = BigDecimal.valueOf(10_000);

    private Cells() {}

    public static CellParser oneOf(String... words) {
        List<String> allowed = List.of(words);
        return (cell, context) -> {
            for (String word : allowed) {
                if (word.equalsIgnoreCase(cell)) {
                    return word;
                }
            }
            throw new BadCell(ImportProblem.UNKNOWN_VALUE, "one of " + String.join(", ", allowed) + " is expected");
        };
    }

    /** Texts between semicolons. */
    public static CellParser list(int most, int longest) {
        return (cell, context) -> {
            List<String> items = Arrays.stream(cell.split(";"))
                    .map(String::strip)
                    .filter(item -> !item.isEmpty())
                    .distinct()
                    .toList();
            if (items.size() > most || items.stream().anyMatch(item -> item.length() > longest)) {
                throw new BadCell(
                        ImportProblem.TOO_LONG, "at most " + most + " items of " + longest + " characters are allowed");
            }
            return items;
        };
    }

    public static CellParser positive(boolean whole) {
        return (cell, context) -> {
            BigDecimal number = number(cell, ImportProblem.NOT_A_NUMBER);
            if (number.signum() <= 0
                    || (whole && (number.stripTrailingZeros().scale() > 0 || number.precision() > 9))) {
                throw new BadCell(
                        ImportProblem.OUT_OF_RANGE, whole ? "a whole number above 0 is expected" : "must be above 0");
            }
            return whole ? (Object) number.intValueExact() : number;
        };
    }

    private static BigDecimal number(String cell, ImportProblem problem) throws BadCell {
        if (!PLAIN_NUMBER.matcher(cell).matches()) {
            throw new BadCell(problem, "a number such as 1234.5 is expected");
        }
        return new BigDecimal(cell);
    }

    private static long minorUnits(String cell, Currency currency) throws BadCell {
        int decimals = Math.max(currency.getDefaultFractionDigits(), 0);
        BigDecimal minor = number(cell, ImportProblem.NOT_AN_AMOUNT).movePointRight(decimals);
        if (minor.stripTrailingZeros().scale() > 0) {
            throw new BadCell(ImportProblem.NOT_AN_AMOUNT, currency + " has " + decimals + " decimals");
        }
        if (minor.signum() < 0 || minor.precision() - minor.scale() > 18) {
            throw new BadCell(ImportProblem.OUT_OF_RANGE, "the amount is negative or too large");
        }
        return minor.longValueExact();
    }

    private static int basisPoints(String cell) throws BadCell {
        BigDecimal points = number(cell, ImportProblem.NOT_A_NUMBER).multiply(BASIS_POINTS);
        if (points.signum() < 0 || points.compareTo(BASIS_POINTS) > 0) {
            throw new BadCell(ImportProblem.OUT_OF_RANGE, "a share between 0 and 1 is expected");
        }
        return points.setScale(0, RoundingMode.HALF_UP).intValueExact();
    }

    private static LocalDate date(String cell) throws BadCell {
        try {
            return LocalDate.parse(cell);
        } catch (DateTimeParseException unknown) {
            throw new BadCell(ImportProblem.NOT_A_DATE, "a date such as 2026-01-31 is expected");
        }
    }

    private static Instant instant(String cell, ZoneId zone) throws BadCell {
        try {
            if (cell.length() == 10) {
                return LocalDate.parse(cell).atTime(LocalTime.NOON).atZone(zone).toInstant();
            }
            return cell.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")
                    ? OffsetDateTime.parse(cell).toInstant()
                    : LocalDateTime.parse(cell.replace(' ', 'T')).atZone(zone).toInstant();
        } catch (DateTimeParseException unknown) {
            throw new BadCell(
                    ImportProblem.NOT_A_DATE, "a date or time such as 2026-01-31 or 2026-01-31T14:30 is expected");
        }
    }

    private static String email(String cell) throws BadCell {
        if (!ADDRESS.matcher(cell).matches()) {
            throw new BadCell(ImportProblem.NOT_AN_EMAIL, "an address such as name@example.com is expected");
        }
        return cell.toLowerCase(Locale.ROOT);
    }

    private static boolean bool(String cell) throws BadCell {
        Boolean value = BOOLEANS.get(cell.toLowerCase(Locale.ROOT));
        if (value == null) {
            throw new BadCell(ImportProblem.NOT_A_BOOLEAN, "yes or no is expected");
        }
        return value;
    }

    private static String country(String cell) throws BadCell {
        String code = Countries.code(cell);
        if (code == null) {
            throw new BadCell(ImportProblem.UNKNOWN_COUNTRY, "no country is called " + cell);
        }
        return code;
    }

    private static String currency(String cell) throws BadCell {
        try {
            return Currency.getInstance(cell.toUpperCase(Locale.ROOT)).getCurrencyCode();
        } catch (IllegalArgumentException unknown) {
            throw new BadCell(ImportProblem.UNKNOWN_CURRENCY, "a currency code such as USD is expected");
        }
    }

    private static String zone(String cell) throws BadCell {
        if (!ZoneId.getAvailableZoneIds().contains(cell)) {
            throw new BadCell(ImportProblem.UNKNOWN_ZONE, "a zone such as Europe/Berlin is expected");
        }
        return cell;
    }
}
