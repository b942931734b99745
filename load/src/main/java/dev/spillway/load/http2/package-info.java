/** A raw HTTP/2 client: frames as they come, and the sender's credit given back by hand. */
@NullMarked
package dev.spillway.load.http2;

import org.jspecify.annotations.NullMarked;
