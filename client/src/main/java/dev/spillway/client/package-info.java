/** The SDK: results of an origin as verified rows or chunks. Start at {@link dev.spillway.client.SpillwayClient}. */
@NullMarked
package dev.spillway.client;

import org.jspecify.annotations.NullMarked;
