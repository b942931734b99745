/** Scenarios, users and turns: what starts when, and what is measured. */
@NullMarked
package dev.spillway.load.run;

import org.jspecify.annotations.NullMarked;
