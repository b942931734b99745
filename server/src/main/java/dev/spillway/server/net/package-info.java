/** Ports, and the way of bytes to one reader: writing waits, one terminal signal. */
@NullMarked
package dev.spillway.server.net;

import org.jspecify.annotations.NullMarked;
