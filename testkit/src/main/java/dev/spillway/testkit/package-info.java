/** What tests share: rows that can be checked, who checks them, and ways to break a connection, a process and time. */
@NullMarked
package dev.spillway.testkit;

import org.jspecify.annotations.NullMarked;
