package dev.spillway.app.config;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.spillway.server.grpc.MethodShape;
import dev.spillway.server.grpc.RequestField;
import dev.spillway.server.grpc.TypedMethod;
import dev.spillway.sql.Suggestion;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.RowSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds what a stream's methods and its row are, and all that keeps the methods from being served. */
final class MethodBinding {
    /** Services of this server itself. */
    private static final List<String> OWN = List.of("spillway.v1.", "grpc.health.", "grpc.reflection.");

    private final String key;
    private final String stream;
    private final StreamSection section;
    private final Protos protos;
    private final Problems problems;
    private final List<TypedMethod> methods = new ArrayList<>();
    private final Set<String> omittable = new LinkedHashSet<>();
    private @Nullable Descriptor row;
    private String rowSaidBy = "";
    private boolean complete = true;

    private MethodBinding(String stream, StreamSection section, Protos protos, Problems problems) {
        this.key = "streams." + stream;
        this.stream = stream;
        this.section = section;
        this.protos = protos;
        this.problems = problems;
    }

    /** The binding; empty if there is no row. What is wrong becomes problems. */
    static Optional<RowBinding> bind(String stream, StreamSection section, Protos protos, Problems problems) {
        return new MethodBinding(stream, section, protos, problems).bind();
    }

    private Optional<RowBinding> bind() {
        section.row().ifPresent(this::useRow);
        for (int i = 0; i < section.grpc().size(); i++) {
            String element = key + ".grpc[" + i + "]";
            bind(section.grpc().get(i), problems.isLocated(element) ? element : key + ".grpc");
        }
        if (row == null) {
            return Optional.empty();
        }
        Set<String> omitted = omittedOf(row);
        return Optional.of(new RowBinding(protos, RowSchema.of(row), omitted, methods));
    }

    private void useRow(String name) {
        Optional<Descriptor> found = protos.files().message(name);
        if (found.isEmpty()) {
            problems.at(key + ".row", "message " + name + ": not in " + protos.files());
        }
        row = found.orElse(null);
        rowSaidBy = key + ".row says " + name;
    }

    private void bind(MethodName name, String at) {
        Optional<MethodDescriptor> found = find(name, at);
        if (found.isEmpty()) {
            complete = false;
            return;
        }
        MethodDescriptor method = found.get();
        String label = method.getName() + ": ";
        String seeMethod = protos.see(name.toString());
        if (OWN.stream().anyMatch(name.service()::startsWith)) {
            problems.at(at, label + name.service() + " is a service of this server itself" + seeMethod);
        }
        if (method.isClientStreaming()) {
            problems.at(at, label + "takes a stream of requests (expected: one request)" + seeMethod);
            complete = false;
            return;
        }
        Optional<FieldDescriptor> rows = rows(method.getOutputType());
        if (rows.isEmpty() && !method.isServerStreaming()) {
            problems.at(
                    at,
                    label + "answers one " + method.getOutputType().getFullName()
                            + " (expected: a stream, or a message whose field 1 is repeated and holds the rows)"
                            + seeMethod);
            complete = false;
            return;
        }
        useRow(at, label, rows.map(FieldDescriptor::getMessageType).orElse(method.getOutputType()), seeMethod);
        rows.ifPresent(field -> requireOmitted(at, label, field));
        checkRequest(at, label, method.getInputType());
        MethodShape shape =
                rows.isEmpty() ? MethodShape.ROW : method.isServerStreaming() ? MethodShape.ROWS : MethodShape.WHOLE;
        methods.add(new TypedMethod(method, shape, stream, parameters()));
    }

    private Optional<MethodDescriptor> find(MethodName name, String at) {
        List<ServiceDescriptor> services = protos.services();
        for (ServiceDescriptor service : services) {
            if (service.getFullName().equals(name.service())) {
                MethodDescriptor method = service.findMethodByName(name.method());
                if (method == null) {
                    List<String> known = service.getMethods().stream()
                            .map(MethodDescriptor::getName)
                            .toList();
                    problems.at(
                            at,
                            name + ": no such method (" + DidYouMean.hint(name.method(), known) + ")"
                                    + protos.see(name.service()));
                }
                return Optional.ofNullable(method);
            }
        }
        List<String> known =
                services.stream().map(ServiceDescriptor::getFullName).toList();
        problems.at(
                at,
                name + ": no such service in " + protos.files() + " (" + DidYouMean.hint(name.service(), known) + ")");
        return Optional.empty();
    }

    /** The field that holds the rows, where a message holds many. */
    private Optional<FieldDescriptor> rows(Descriptor response) {
        return Optional.ofNullable(response.findFieldByNumber(1))
                .filter(field -> field.isRepeated() && !field.isMapField())
                .filter(field -> field.getType() == FieldDescriptor.Type.MESSAGE)
                .filter(field -> !section.omit().contains(field.getName()))
                .filter(field -> !section.row().equals(Optional.of(response.getFullName())));
    }

    private void requireOmitted(String at, String label, FieldDescriptor rows) {
        for (FieldDescriptor field : rows.getContainingType().getFields()) {
            if (field != rows && !isOmitted(field)) {
                problems.at(
                        at,
                        label + name(field) + ": nothing feeds it (expected: " + path(field) + " in " + key + ".omit)"
                                + protos.see(field.getFullName()));
            }
        }
    }

    private boolean isOmitted(FieldDescriptor field) {
        omittable.add(path(field));
        return section.omit().contains(path(field));
    }

    /** What a field beside the row is called in {@code omit}: its name, behind that of its message if the row has it too. */
    private String path(FieldDescriptor field) {
        boolean isOfRow = row != null && row.findFieldByName(field.getName()) != null;
        return isOfRow ? name(field) : field.getName();
    }

    private void useRow(String at, String label, Descriptor found, String seeMethod) {
        if (row == null) {
            row = found;
            rowSaidBy = "that of " + label.substring(0, label.length() - 2) + " is " + found.getFullName();
        } else if (!row.getFullName().equals(found.getFullName())) {
            problems.at(
                    at,
                    label + "its row is " + found.getFullName() + ", " + rowSaidBy
                            + " (expected: one row message for a stream)" + seeMethod);
        }
    }

    private void checkRequest(String at, String label, Descriptor request) {
        for (FieldDescriptor field : request.getFields()) {
            ParameterSection parameter = section.parameters().get(field.getName());
            String see = protos.see(field.getFullName());
            String inOmit = path(field) + " in " + key + ".omit";
            Set<ParameterType> takes = RequestField.feeds(field);
            if (parameter == null) {
                if (!isOmitted(field)) {
                    problems.at(
                            at,
                            label + name(field) + ": no parameter " + field.getName() + " (expected: one, or " + inOmit
                                    + ")"
                                    + Suggestion.of(
                                            field.getName(),
                                            section.parameters().keySet())
                                    + see);
                }
            } else if (!takes.contains(parameter.type())) {
                String expected = takes.isEmpty()
                        ? "no parameter of that name, and " + inOmit
                        : "a parameter of type "
                                + takes.stream().map(ParameterType::toString).collect(Collectors.joining(", "));
                problems.at(
                        at,
                        label + name(field) + " is " + type(field) + ", parameter " + field.getName() + " is "
                                + parameter.type() + " (expected: " + expected + ")" + see);
            }
        }
    }

    private List<Parameter> parameters() {
        return section.parameters().entrySet().stream()
                .map(each -> each.getValue().named(each.getKey()))
                .toList();
    }

    /** The paths of the row that are meant to stay unset; those that name nothing become problems. */
    private Set<String> omittedOf(Descriptor message) {
        Set<String> omitted = new LinkedHashSet<>();
        for (int i = 0; i < section.omit().size(); i++) {
            String path = section.omit().get(i);
            if (Protos.field(message, path).isPresent()) {
                omitted.add(path);
            } else if (complete && !omittable.contains(path)) {
                message.getFields().forEach(field -> omittable.add(field.getName()));
                String element = key + ".omit[" + i + "]";
                problems.at(
                        problems.isLocated(element) ? element : key + ".omit",
                        path + ": no field that could stay unset (" + DidYouMean.hint(path, omittable) + ")");
            }
        }
        return omitted;
    }

    /** {@code Message.field}. */
    private static String name(FieldDescriptor field) {
        return field.getContainingType().getName() + "." + field.getName();
    }

    private static String type(FieldDescriptor field) {
        String type = switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
        return field.isMapField() ? "a map" : field.isRepeated() ? "repeated " + type : type;
    }
}
