/** The configuration: a YAML file, read strictly into immutable records, and the streams that it defines. */
@NullMarked
package dev.spillway.app.config;

import org.jspecify.annotations.NullMarked;
