package dev.spillway.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WantedDigestTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sha-256|true",
                "sha-256=10|true",
                "crc32c=3, sha-256=1|true",
                "sha-256=0|false",
                "sha-512=10|false",
                "unixsum=1, xsha-256=4|false",
                "''|false",
            })
    void sha256IsWantedUnlessItIsRefused(String header, boolean wanted) {
        assertEquals(wanted, WantedDigest.isSha256In(List.of(header)));
    }
}
