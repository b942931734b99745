package dev.spillway.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.render.Format;
import dev.spillway.render.Int64As;
import dev.spillway.render.Rendition;
import dev.spillway.wire.ResultId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagTest {
    private final EntityTag tag = new EntityTag("\"t\"");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"t\"|true|true",
                "*|true|true",
                "W/\"t\"|false|true",
                "\"o\", \"t\"|true|true",
                "\"o,x\",,\"t\"|true|true",
                "w/\"t\"|false|false",
                "\"o\"|false|false",
                "t|false|false",
                "\"t\"x|false|false",
                "*, \"o\"|false|false",
                "''|false|false",
            })
    void isFoundInALine(String header, boolean strongly, boolean weakly) {
        assertEquals(strongly, tag.isStronglyIn(List.of(header)));
        assertEquals(weakly, tag.isWeaklyIn(List.of(header)));
    }

    @Test
    void isFoundInOneOfSeveralLines() {
        assertTrue(tag.isStronglyIn(List.of("\"o\"", "\"t\"")));
    }

    @Test
    void ifRangeIsThisVeryTag() {
        assertTrue(tag.isThatOf("\"t\""));
        for (String other : List.of("W/\"t\"", "\"t\", \"o\"", "*", "", "Sun, 29 Nov 2026 05:50:09 GMT")) {
            assertFalse(tag.isThatOf(other), other);
        }
    }

    @Test
    void differsWhereBytesDiffer() {
        ResultId id = ResultId.create("local");
        EntityTag csv = EntityTag.of(id, new Rendition(Format.CSV));
        assertEquals(csv, EntityTag.of(id, new Rendition(Format.CSV)));
        assertNotEquals(csv, EntityTag.of(id, new Rendition(Format.TEXT)));
        assertNotEquals(csv, EntityTag.of(ResultId.create("local"), new Rendition(Format.CSV)));
        assertNotEquals(
                EntityTag.of(id, new Rendition(Format.JSON)),
                EntityTag.of(id, new Rendition(Format.JSON, Int64As.STRING)));
        assertFalse(csv.text().contains(id.random().substring(0, 8)), "an id is a secret");
    }
}
