package dev.spillway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecificationTest {
    /** A message, enum, service, method, oneof, field or enum value. */
    private static final Pattern DECLARATION =
            Pattern.compile("\\s*(?:(?:message|enum|service|rpc|oneof)\\s.*|[^/]*=\\s*\\d+;)");

    @ParameterizedTest
    @ValueSource(strings = {"frame.proto", "result_service.proto"})
    void describesEverythingThatItDeclares(String file) throws IOException {
        List<String> undescribed = new ArrayList<>();
        int declarations = 0;
        String before = "";
        for (String line : Files.readAllLines(Path.of("src/main/protobuf/spillway/v1", file))) {
            if (DECLARATION.matcher(line).matches()) {
                declarations++;
                if (!before.strip().startsWith("//")) {
                    undescribed.add(line.strip());
                }
            }
            before = line;
        }
        assertTrue(declarations > 50, declarations + " declarations found");
        assertEquals(List.of(), undescribed);
    }
}
