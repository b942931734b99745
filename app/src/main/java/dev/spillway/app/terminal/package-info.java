/** What several commands show. */
@NullMarked
package dev.spillway.app.terminal;

import org.jspecify.annotations.NullMarked;
