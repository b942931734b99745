package dev.spillway.wire;

/**
 * A column of a row: a field of the row message.
 *
 * @param index place among the columns of the row, from 0
 * @param number field number
 * @param nullable whether absence is told apart from the zero value: {@code optional}, or a message
 */
public record Column(int index, int number, String name, ColumnKind kind, boolean nullable) {}
