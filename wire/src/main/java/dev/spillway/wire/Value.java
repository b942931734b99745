package dev.spillway.wire;

import java.util.List;

/** The value of a parameter as it travels; {@code spillway.v1.ParameterValue} says what is taken for which type. */
public sealed interface Value {
    record Int64(long value) implements Value {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** The bits of an unsigned number. */
    record Uint64(long bits) implements Value {
        @Override
        public String toString() {
            return Long.toUnsignedString(bits);
        }
    }

    record Float64(double value) implements Value {
        @Override
        public String toString() {
            return Double.toString(value);
        }
    }

    record Text(String value) implements Value {
        @Override
        public String toString() {
            return value;
        }
    }

    record Bool(boolean value) implements Value {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    record Binary(Slice value) implements Value {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    record ListOf(List<Value> values) implements Value {
        @Override
        public String toString() {
            return values.toString();
        }
    }
}
