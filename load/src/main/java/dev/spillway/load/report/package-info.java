/** What was measured, as a table, as JSON and as a page. */
@NullMarked
package dev.spillway.load.report;

import org.jspecify.annotations.NullMarked;
