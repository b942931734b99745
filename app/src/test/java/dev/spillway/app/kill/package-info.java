/** The program in processes of its own, which are killed. */
@NullMarked
package dev.spillway.app.kill;

import org.jspecify.annotations.NullMarked;
