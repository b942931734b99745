/** Options that several commands have. */
@NullMarked
package dev.spillway.app.option;

import org.jspecify.annotations.NullMarked;
