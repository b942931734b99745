/** Both roles in one process, and what its terminal shows. */
@NullMarked
package dev.spillway.app.serve;

import org.jspecify.annotations.NullMarked;
