/** Results of several origins: which of them answer, and which of those a result is read from. */
@NullMarked
package dev.spillway.app.gateway;

import org.jspecify.annotations.NullMarked;
