/** The roles as processes, both in one or a gateway alone, and what their terminals show. */
@NullMarked
package dev.spillway.app.serve;

import org.jspecify.annotations.NullMarked;
