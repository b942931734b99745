package dev.spillway.wire;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The files of a descriptor set, each linked to those that it imports. */
public final class DescriptorFiles {
    private final Map<String, FileDescriptorProto> protos = new LinkedHashMap<>();
    private final Map<String, FileDescriptor> files = new LinkedHashMap<>();

    /** @throws IllegalArgumentException the set is not complete or not valid */
    public DescriptorFiles(FileDescriptorSet set) {
        set.getFileList().forEach(file -> protos.put(file.getName(), file));
        for (String name : protos.keySet()) {
            link(name, new LinkedHashSet<>());
        }
    }

    private FileDescriptor link(String name, Set<String> open) {
        FileDescriptor known = files.get(name);
        if (known != null) {
            return known;
        }
        FileDescriptorProto proto = protos.get(name);
        if (proto == null) {
            throw new IllegalArgumentException(name + ": imported, but not in the descriptor set");
        }
        if (!open.add(name)) {
            throw new IllegalArgumentException(name + ": imports itself, by " + open);
        }
        FileDescriptor[] imports =
                proto.getDependencyList().stream().map(each -> link(each, open)).toArray(FileDescriptor[]::new);
        open.remove(name);
        try {
            FileDescriptor file = FileDescriptor.buildFrom(proto, imports);
            files.put(name, file);
            return file;
        } catch (DescriptorValidationException | RuntimeException e) {
            // Of what is not valid, protobuf refuses a part, and trips over the rest.
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    /** Each after those that it imports. */
    public Collection<FileDescriptor> all() {
        return Collections.unmodifiableCollection(files.values());
    }

    /** The message of that full name; nested ones too. */
    public Optional<Descriptor> message(String fullName) {
        return files.values().stream()
                .flatMap(file -> file.getMessageTypes().stream())
                .flatMap(DescriptorFiles::withNested)
                .filter(each -> each.getFullName().equals(fullName))
                .findFirst();
    }

    private static Stream<Descriptor> withNested(Descriptor message) {
        return Stream.concat(
                Stream.of(message), message.getNestedTypes().stream().flatMap(DescriptorFiles::withNested));
    }

    /** The names of the files. */
    @Override
    public String toString() {
        return files.keySet().toString();
    }
}
