package dev.spillway.render;

import java.time.LocalDate;

/** Instants of the years 0001 to 9999 as {@code 2026-01-31T12:00:00.250Z}. */
final class Rfc3339 {
    static final int MAX_LENGTH = "0001-01-01T00:00:00.000000000Z".length();

    private static final int SECONDS_PER_DAY = 86_400;

    private Rfc3339() {}

    static int write(long epochSecond, int nanos, byte[] to, int start) {
        long day = Math.floorDiv(epochSecond, SECONDS_PER_DAY);
        int second = (int) (epochSecond - day * SECONDS_PER_DAY);
        LocalDate date = LocalDate.ofEpochDay(day);
        Decimal.pair(date.getYear() / 100, to, start);
        int at = part(date.getYear() % 100, '-', to, start + 2);
        at = part(date.getMonthValue(), '-', to, at);
        at = part(date.getDayOfMonth(), 'T', to, at);
        at = part(second / 3600, ':', to, at);
        at = part(second / 60 % 60, ':', to, at);
        Decimal.pair(second % 60, to, at);
        at = Decimal.fraction(nanos, to, at + 2);
        to[at] = 'Z';
        return at + 1;
    }

    private static int part(int value, char behind, byte[] to, int at) {
        Decimal.pair(value, to, at);
        to[at + 2] = (byte) behind;
        return at + 3;
    }
}
