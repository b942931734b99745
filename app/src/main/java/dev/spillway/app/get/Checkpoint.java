package dev.spillway.app.get;

import dev.spillway.wire.ResultId;

/**
 * A place between two rows of a result, to go on from.
 *
 * @param token what an origin sent for the place, as text
 * @param rows whole rows before it
 * @param part what is rendered of them
 */
record Checkpoint(ResultId result, String token, long rows, Checksum part) {}
