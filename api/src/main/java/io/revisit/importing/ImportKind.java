package io.revisit.importing;

/** What the rows of a file are; customers must be there before their orders, orders before their lines. */
public enum ImportKind {
    USERS,
    PRODUCTS,
    CUSTOMERS,
    CONTACTS,
    ORDERS,
    ORDER_LINES
}
