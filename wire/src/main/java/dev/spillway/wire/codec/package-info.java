/** What is said with protobuf messages: frames, requests, descriptions and failures, in both directions. */
@NullMarked
package dev.spillway.wire.codec;

import org.jspecify.annotations.NullMarked;
