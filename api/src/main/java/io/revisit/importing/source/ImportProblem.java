package io.revisit.importing.source;

/** Why a row, or a whole file, was refused; the names are stable, a client may act on them. */
public enum ImportProblem {
    /** The cell must not be blank. */
    REQUIRED,
    /** The cell has more characters than its column holds. */
    TOO_LONG,
    NOT_A_NUMBER,
    /** Not an amount of money, or with more decimals than the currency has. */
    NOT_AN_AMOUNT,
    NOT_A_DATE,
    NOT_A_BOOLEAN,
    NOT_AN_EMAIL,
    /** The number is outside what the column allows. */
    OUT_OF_RANGE,
    /** The cell is none of the words that the column allows; the reason names them. */
    UNKNOWN_VALUE,
    UNKNOWN_COUNTRY,
    UNKNOWN_CURRENCY,
    UNKNOWN_ZONE,
    /** The cell names a record that does not exist. */
    UNKNOWN_REFERENCE,
    /** An earlier row of the same file has the same key; the earlier one counts. */
    DUPLICATE_IN_FILE,
    /** The row has more or fewer cells than the header; often an unquoted comma. */
    WRONG_NUMBER_OF_CELLS,
    /** The row breaks a rule that only the database knows, such as an address taken by somebody else. */
    CONFLICT,
    /** A required column is missing from the header: nothing was stored. */
    MISSING_COLUMN,
    /** Two columns of the file mean the same: nothing was stored. */
    DUPLICATE_COLUMN,
    /** Reading stopped here; rows before were handled. */
    TOO_MANY_ROWS,
    /** Reading stopped at the header. */
    TOO_MANY_COLUMNS,
    /** Reading stopped here; often a quote that never ends. */
    ROW_TOO_LONG,
    /** Reading stopped here: the file is not UTF-8. */
    WRONG_ENCODING,
    /** Reading stopped here: quotes are broken or the file cannot be read. */
    UNREADABLE
}
