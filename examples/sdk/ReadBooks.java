import dev.spillway.client.Row;
import dev.spillway.client.RowStream;
import dev.spillway.client.SpillwayClient;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;

/** Reads the book shop with the SDK and prints it: ReadBooks TARGET ROWS. Runs on Java 17. */
public final class ReadBooks {
    public static void main(String[] args) throws Exception {
        try (SpillwayClient client = SpillwayClient.connect(args[0]);
                RowStream<Row> books = client.query("recommendations")
                        .with("max_results", Long.parseLong(args[1]))
                        .rows();
                var out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8))) {
            for (Row book : books) {
                out.write(book.int32("id") + ", " + book.string("title") + "\n");
            }
        }
    }
}
