package dev.spillway.app.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.TextFormat;
import dev.spillway.wire.Content;
import dev.spillway.wire.Replay;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.StreamInfo;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionTest {
    private static final String FILE = """
            file {
              name: "order.proto" package: "shop" syntax: "proto3"
              message_type {
                name: "Order"
                field { name: "id" number: 1 type: TYPE_INT64 label: LABEL_OPTIONAL }
                field { name: "to" number: 2 type: TYPE_MESSAGE type_name: ".shop.Address" label: LABEL_OPTIONAL }
                field { name: "tags" number: 3 type: TYPE_STRING label: LABEL_REPEATED }
                field { name: "state" number: 4 type: TYPE_ENUM type_name: ".shop.State" label: LABEL_OPTIONAL }
              }
              message_type {
                name: "Address"
                field { name: "city" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
              }
              enum_type { name: "State" value { name: "OPEN" number: 0 } value { name: "SENT" number: 1 } }
            }
            """;

    private static StreamInfo orders(String file) throws TextFormat.ParseException {
        FileDescriptorSet files = TextFormat.parse(file, FileDescriptorSet.class);
        RowSchema schema = RowSchema.of(files, files.getFile(0).getPackage() + ".Order");
        return new StreamInfo("orders", List.of(), new Content.Rows(schema), Replay.NONE);
    }

    @Test
    void theSameFileReadTwiceIsTheSame() throws Exception {
        assertEquals(Optional.empty(), Definition.difference(orders(FILE), orders(FILE)));
    }

    @ParameterizedTest
    @CsvSource({
        "TYPE_INT64, TYPE_INT32",
        "LABEL_REPEATED, LABEL_OPTIONAL",
        "number: 3, number: 5",
        "name: \"city\", name: \"town\"",
        "name: \"city\" number: 1, name: \"city\" number: 2",
        "name: \"SENT\", name: \"PAID\"",
        "shop, store"
    })
    void whateverAReaderCanTellIsADifference(String part, String other) throws Exception {
        assertTrue(Definition.difference(orders(FILE), orders(FILE.replace(part, other)))
                .isPresent());
    }

    @Test
    void aDifferenceIsSaidWithWhatWasExpected() throws Exception {
        String rows = "shop.Order[1: id INT64, 2: to shop.Address[1: to.%s STRING], 3: tags list of STRING,"
                + " 4: state [OPEN = 0, SENT = 1]]";
        assertEquals(
                Optional.of(rows.formatted("town") + " (expected: " + rows.formatted("city") + ")"),
                Definition.difference(orders(FILE), orders(FILE.replace("city", "town"))));
    }
}
