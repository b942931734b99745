/** Results over real connections, from origins that send what a test tells them. */
@NullMarked
package dev.spillway.client;

import org.jspecify.annotations.NullMarked;
