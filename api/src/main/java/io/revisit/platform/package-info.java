/** What every feature stands on: database access, identity of the caller, errors, projections. Knows no domain. */
@ApplicationModule(type = ApplicationModule.Type.OPEN)
@NullMarked
package io.revisit.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
