/** What every test that needs the application leans on: a real database of its own and a clock that is set. */
package io.revisit.testing;
