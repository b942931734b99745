package dev.spillway.server.http;

import dev.spillway.wire.Crc32c;
import dev.spillway.wire.ResultInfo;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What is true of a result, as a JSON document. */
final class ResultStatus {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ResultStatus() {}

    static byte[] json(ResultInfo info) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("result", info.id().text());
        document.put("stream", info.stream());
        document.put("state", lower(info.state()));
        document.put("rows", info.position().rows());
        document.put("bytes", info.position().bytes());
        document.put("crc32c", Crc32c.toHex(info.position().crc32c()));
        document.put("replay", lower(info.replay()));
        info.estimatedRows().ifPresent(rows -> document.put("estimated_rows", rows));
        info.leaseExpiry().ifPresent(expiry -> document.put("lease_expiry", expiry.toString()));
        info.failure().ifPresent(failure -> {
            document.put("reason", failure.reason().name());
            document.put("message", failure.text());
        });
        return (JSON.writeValueAsString(document) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
