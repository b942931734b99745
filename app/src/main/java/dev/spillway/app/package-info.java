/** The program: its command line. */
@NullMarked
package dev.spillway.app;

import org.jspecify.annotations.NullMarked;
