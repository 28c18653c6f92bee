/** A trading company to look at: Northwind, brought in by the product's own import, with a history made of its real orders. */
@ApplicationModule
@NullMarked
package io.revisit.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
