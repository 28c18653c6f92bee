/** Brings a company's own lists in: users, products, customers, contacts, orders. Bad rows are reported, good ones stored. */
@ApplicationModule
@NullMarked
package io.revisit.importing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
