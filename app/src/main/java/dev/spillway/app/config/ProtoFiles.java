package dev.spillway.app.config;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.FieldMask;
import com.google.protobuf.InvalidProtocolBufferException;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.ProtoFile;
import com.squareup.wire.schema.Schema;
import com.squareup.wire.schema.SchemaException;
import com.squareup.wire.schema.SchemaLoader;
import com.squareup.wire.schema.internal.SchemaEncoder;
import dev.spillway.wire.DescriptorFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code .proto} files, and files of descriptors. Imports are looked for in the folder of the configuration file. */
final class ProtoFiles {
    /** How the library writes a place: {@code file:line:column}. */
    private static final Pattern PLACE = Pattern.compile("\\s*\\(?(?:Syntax error in )?(/[^:\\n]*):(\\d+):\\d+[):]?");

    private static final Pattern FOR_FILE = Pattern.compile("\\s*for file (/[^\\n]*)");

    /** How the library says that a file is missing; it goes on with all the places where it looked. */
    private static final Pattern MISSING = Pattern.compile("(?s)\\s*unable to find (\\S+)\\s.*");

    private final Path folder;
    private final Problems problems;

    ProtoFiles(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /** The files and what they import; empty where there was a problem. */
    Optional<Protos> load(List<InputFile> files) {
        SchemaLoader loader = new SchemaLoader(FileSystems.getDefault());
        loader.setLoadExhaustively(true);
        List<Location> sources =
                files.stream().map(file -> location(file.path())).toList();
        try {
            loader.initRoots(sources, List.of(Location.get(folder.toString()), wellKnown()));
            Schema schema = loader.loadSchema();
            Map<String, FileDescriptorProto> found = new LinkedHashMap<>();
            for (Location source : sources) {
                collect(source.getPath(), schema, new SchemaEncoder(schema), found);
            }
            FileDescriptorSet set =
                    FileDescriptorSet.newBuilder().addAllFile(found.values()).build();
            return Optional.of(new Protos(new DescriptorFiles(set), ProtoPlaces.in(schema, found.keySet())));
        } catch (SchemaException e) {
            // One error starts at the margin, its details are indented.
            for (String error : String.valueOf(e.getMessage()).split("\n(?! )", -1)) {
                report(error, files);
            }
        } catch (IllegalStateException | IllegalArgumentException | InvalidProtocolBufferException e) {
            report(String.valueOf(e.getMessage()), files);
        }
        return Optional.empty();
    }

    /** The descriptors of a file that protoc or buf wrote; empty where there was a problem. */
    Optional<Protos> loadDescriptorSet(InputFile file, String key) {
        try (InputStream in = Files.newInputStream(file.path())) {
            FileDescriptorSet set = FileDescriptorSet.parseFrom(in);
            return Optional.of(new Protos(new DescriptorFiles(set), ProtoPlaces.in(set)));
        } catch (IOException | IllegalArgumentException e) {
            problems.at(key, Problem.shown(file.path()) + ": no descriptor set: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Location location(Path file) {
        Path root = file.startsWith(folder) || file.getParent() == null ? folder : file.getParent();
        return Location.get(root.toString(), root.relativize(file).toString());
    }

    /** The library brings these as every compiler does: {@code google/protobuf/field_mask.proto} and its like. */
    private static Location wellKnown() {
        try {
            URL jar = FieldMask.class.getProtectionDomain().getCodeSource().getLocation();
            return Location.get(Path.of(jar.toURI()).toString());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of protobuf-java: " + e.getMessage(), e);
        }
    }

    private static void collect(
            String name, Schema schema, SchemaEncoder encoder, Map<String, FileDescriptorProto> into)
            throws InvalidProtocolBufferException {
        ProtoFile file = schema.protoFile(name);
        if (file == null || into.containsKey(name)) {
            return;
        }
        for (String each : file.getImports()) {
            collect(each, schema, encoder, into);
        }
        for (String each : file.getPublicImports()) {
            collect(each, schema, encoder, into);
        }
        into.put(name, FileDescriptorProto.parseFrom(encoder.encode(file).toByteArray()));
    }

    private void report(String error, List<InputFile> files) {
        Path file = files.get(0).path();
        int line = 0;
        String text = error;
        Matcher place = PLACE.matcher(error);
        Matcher forFile = FOR_FILE.matcher(error);
        if (place.find()) {
            file = Path.of(place.group(1));
            line = Integer.parseInt(place.group(2));
            text = PLACE.matcher(error).replaceAll("");
        } else if (forFile.find()) {
            file = Path.of(forFile.group(1));
            text = forFile.replaceAll("");
        }
        Matcher missing = MISSING.matcher(text);
        if (missing.matches()) {
            text = missing.group(1) + ": imported, but no such file (expected: in " + folder + ")";
        }
        problems.inFile(file, line, text.strip().replaceAll("\\s*\\n\\s*", ", ").replace("Syntax error in ", ""));
    }
}
