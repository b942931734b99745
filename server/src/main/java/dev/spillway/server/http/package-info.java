/** Ways out over plain HTTP: streams by URL, in every format. */
@NullMarked
package dev.spillway.server.http;

import org.jspecify.annotations.NullMarked;
