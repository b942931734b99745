/** Ways out over gRPC: the native contract. */
@NullMarked
package dev.spillway.server.grpc;

import org.jspecify.annotations.NullMarked;
