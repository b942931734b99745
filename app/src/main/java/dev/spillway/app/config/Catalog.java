package dev.spillway.app.config;

import dev.spillway.server.grpc.TypedMethod;
import dev.spillway.source.Source;
import dev.spillway.source.StreamDefinition;
import dev.spillway.sql.Database;
import dev.spillway.sql.SqlRefused;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.StreamInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a configuration file defines, checked through and open: its databases, and the streams that read them. */
public final class Catalog implements AutoCloseable {
    private final Configuration configuration;
    private final Map<String, Database> databases = new LinkedHashMap<>();
    private final List<StreamDefinition> streams = new ArrayList<>();
    private final List<TypedMethod> methods = new ArrayList<>();

    private Catalog(Configuration configuration) {
        this.configuration = configuration;
    }

    /**
     * Opens every database and describes every query.
     *
     * @throws InvalidConfiguration with everything that is wrong; then nothing stays open
     */
    public static Catalog open(Path file) throws InvalidConfiguration {
        ConfigurationFile read = ConfigurationFile.read(file);
        Problems problems = read.problems();
        Path folder = ConfigurationFile.folder(file);
        Catalog catalog = new Catalog(read.configuration());
        catalog.configuration.databases().forEach((name, database) -> catalog.open(name, database, folder, problems));
        catalog.configuration.streams().forEach((name, stream) -> catalog.add(name, stream, read));
        try {
            problems.throwIfAny();
        } catch (InvalidConfiguration e) {
            catalog.close();
            throw e;
        }
        return catalog;
    }

    private void open(String name, DatabaseSection database, Path folder, Problems problems) {
        DatabaseOpener opener = new DatabaseOpener(name, database, folder);
        if (!opener.isComplete()) {
            return;
        }
        try {
            databases.put(name, opener.open());
        } catch (SqlRefused e) {
            e.problems().forEach(problems::sentence);
        }
    }

    /** Adds a stream, where its database is open and its row is known. */
    private void add(String name, StreamSection stream, ConfigurationFile file) {
        Database database = databases.get(stream.database());
        Optional<RowBinding> binding = Optional.ofNullable(file.bindings().get(name));
        if (database == null || (stream.definesRow() && binding.isEmpty())) {
            return;
        }
        List<Parameter> parameters = stream.parameters().entrySet().stream()
                .map(each -> each.getValue().named(each.getKey()))
                .toList();
        try {
            Source source = database.query(name, stream.sql(), parameters, binding.map(RowBinding::expected));
            binding.ifPresent(each -> methods.addAll(each.methods()));
            streams.add(new StreamDefinition(
                    name, parameters, source, stream.estimate(), stream.replay().replay()));
        } catch (SqlRefused e) {
            e.problems().forEach(file.problems()::sentence);
        } catch (IllegalArgumentException e) {
            // A parameter or the estimate is one that has been reported already.
            if (file.problems().isEmpty()) {
                throw e;
            }
        }
    }

    public Configuration configuration() {
        return configuration;
    }

    /** In the order of the file. */
    public List<StreamDefinition> streams() {
        return List.copyOf(streams);
    }

    /** What the streams are, in the order of the file. */
    public List<StreamInfo> infos() {
        return streams.stream().map(StreamDefinition::info).toList();
    }

    /** The methods that the streams are bound to. */
    public List<TypedMethod> methods() {
        return List.copyOf(methods);
    }

    /** Closes the databases. Results should have ended. */
    @Override
    public void close() {
        databases.values().forEach(Database::close);
    }
}
