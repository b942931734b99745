/** What both sides of Spillway agree on: positions, values, errors and the seam between making a result and showing it. */
@NullMarked
package dev.spillway.wire;

import org.jspecify.annotations.NullMarked;
