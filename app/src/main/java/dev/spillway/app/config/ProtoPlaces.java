package dev.spillway.app.config;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.MessageType;
import com.squareup.wire.schema.ProtoFile;
import com.squareup.wire.schema.Rpc;
import com.squareup.wire.schema.Schema;
import com.squareup.wire.schema.Service;
import com.squareup.wire.schema.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where messages, fields, services and methods stand: {@code file:line} by full name. One thread. */
final class ProtoPlaces {
    private final Map<String, String> places = new HashMap<>();

    private ProtoPlaces() {}

    /** The places of {@code .proto} files. */
    static Map<String, String> in(Schema schema, Collection<String> files) {
        ProtoPlaces found = new ProtoPlaces();
        for (String name : files) {
            ProtoFile file = schema.protoFile(name);
            if (file != null) {
                file.getTypes().forEach(found::add);
                file.getServices().forEach(found::add);
            }
        }
        return found.places;
    }

    private void add(Type type) {
        put(type.getType().toString(), type.getLocation());
        if (type instanceof MessageType message) {
            for (Field field : message.getFieldsAndOneOfFields()) {
                put(type.getType() + "." + field.getName(), field.getLocation());
            }
        }
        type.getNestedTypes().forEach(this::add);
    }

    private void add(Service service) {
        put(service.type().toString(), service.location());
        for (Rpc rpc : service.rpcs()) {
            put(service.type() + "/" + rpc.getName(), rpc.getLocation());
        }
    }

    private void put(String name, Location location) {
        Path file = Path.of(location.getBase(), location.getPath());
        places.put(name, Problem.shown(file) + ":" + location.getLine());
    }

    /** The places that a descriptor set tells: those of {@code protoc --include_source_info}, and of buf. */
    static Map<String, String> in(FileDescriptorSet files) {
        ProtoPlaces found = new ProtoPlaces();
        files.getFileList().forEach(found::add);
        return found.places;
    }

    private void add(FileDescriptorProto file) {
        Map<List<Integer>, Integer> lines = new HashMap<>();
        for (SourceCodeInfo.Location each : file.getSourceCodeInfo().getLocationList()) {
            lines.putIfAbsent(each.getPathList(), each.getSpan(0) + 1);
        }
        String prefix = file.getPackage().isEmpty() ? "" : file.getPackage() + ".";
        SetWalk walk = new SetWalk(file.getName(), lines);
        for (int i = 0; i < file.getMessageTypeCount(); i++) {
            walk.message(prefix, file.getMessageType(i), List.of(FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, i));
        }
        for (int i = 0; i < file.getServiceCount(); i++) {
            walk.service(prefix, file.getService(i), List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, i));
        }
    }

    /** Walks one file of a descriptor set; a path is as {@link SourceCodeInfo} has it. */
    private final class SetWalk {
        private final String file;
        private final Map<List<Integer>, Integer> lines;

        SetWalk(String file, Map<List<Integer>, Integer> lines) {
            this.file = file;
            this.lines = lines;
        }

        void message(String prefix, DescriptorProto message, List<Integer> path) {
            String name = prefix + message.getName();
            put(name, path);
            for (int i = 0; i < message.getFieldCount(); i++) {
                put(name + "." + message.getField(i).getName(), below(path, DescriptorProto.FIELD_FIELD_NUMBER, i));
            }
            for (int i = 0; i < message.getNestedTypeCount(); i++) {
                message(name + ".", message.getNestedType(i), below(path, DescriptorProto.NESTED_TYPE_FIELD_NUMBER, i));
            }
        }

        void service(String prefix, ServiceDescriptorProto service, List<Integer> path) {
            String name = prefix + service.getName();
            put(name, path);
            for (int i = 0; i < service.getMethodCount(); i++) {
                put(
                        name + "/" + service.getMethod(i).getName(),
                        below(path, ServiceDescriptorProto.METHOD_FIELD_NUMBER, i));
            }
        }

        private static List<Integer> below(List<Integer> path, int field, int index) {
            List<Integer> below = new ArrayList<>(path);
            below.add(field);
            below.add(index);
            return below;
        }

        private void put(String name, List<Integer> path) {
            Integer line = lines.get(path);
            if (line != null) {
                places.put(name, file + ":" + line);
            }
        }
    }
}
