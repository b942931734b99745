package dev.spillway.app.config;

import dev.spillway.source.Arguments;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the keys of one configuration must agree on. */
final class Consistency {
    /** The options of a request over HTTP, which stand beside the parameters of the stream. */
    private static final Set<String> RESERVED = Set.of("as", "token", "from_row", "int64", "format");

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
    private static final Pattern PARAMETER_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** As browsers send it: no path, and no port where it is the scheme's own. */
    private static final Pattern WEB_ORIGIN = Pattern.compile("https?://[a-z0-9.-]+(:[0-9]{1,5})?");

    private static final String ANY = "*";

    private final Configuration configuration;
    private final Problems problems;
    private final Map<MethodName, String> methods = new HashMap<>();

    private Consistency(Configuration configuration, Problems problems) {
        this.configuration = configuration;
        this.problems = problems;
    }

    static void check(Configuration configuration, Problems problems) {
        Consistency consistency = new Consistency(configuration, problems);
        configuration.databases().keySet().forEach(consistency::checkDatabase);
        configuration.streams().forEach(consistency::checkStream);
        consistency.checkOrigin(configuration.origin());
        consistency.checkTriggers(configuration.gateway().triggers());
        checkGateway(configuration.gateway(), problems);
    }

    private void checkName(String key, String name) {
        if (!NAME.matcher(name).matches()) {
            problems.at(key, name, "a letter, then letters, digits, - and _");
        }
    }

    private void checkDatabase(String name) {
        checkName("databases." + name, name);
        DatabaseKind.check(name, problems);
    }

    private void checkOrigin(OriginSection origin) {
        if (!origin.name().matches("[a-z0-9][a-z0-9-]{0,62}")) {
            problems.at("origin.name", origin.name(), "1 to 63 of a-z, 0-9 and -, the first no -");
        }
        if (origin.budget().compareTo(origin.window()) < 0) {
            problems.at("origin.budget", origin.budget().toString(), "at least origin.window, " + origin.window());
        }
    }

    private void checkStream(String name, StreamSection stream) {
        String key = "streams." + name;
        checkName(key, name);
        if (!problems.isLocated("databases." + stream.database())) {
            problems.at(
                    key + ".database",
                    stream.database() + ": no such database ("
                            + DidYouMean.hint(
                                    stream.database(), configuration.databases().keySet()) + ")");
        }
        checkFiles(key, stream);
        stream.parameters().forEach((parameter, section) -> checkParameter(key, section.named(parameter)));
        stream.estimate().ifPresent(estimate -> checkEstimate(key, stream, estimate));
    }

    private void checkFiles(String key, StreamSection stream) {
        boolean hasProtos = problems.isLocated(key + ".protos");
        boolean hasDescriptorSet = problems.isLocated(key + ".descriptor_set");
        if (stream.definesRow() && !hasProtos && !hasDescriptorSet) {
            String defined = stream.grpc().isEmpty()
                    ? stream.row().orElseThrow()
                    : stream.grpc().get(0).service();
            problems.at(key + ".protos", "missing", "the .proto files that define " + defined);
        }
        if (hasProtos && hasDescriptorSet) {
            problems.at(key + ".descriptor_set", "beside protos (expected: one of them)");
        }
        if (!stream.definesRow() && !problems.isLocated(key + ".grpc") && (hasProtos || hasDescriptorSet)) {
            problems.at(key + ".row", "missing", "the message that a row is, or grpc");
        }
        if (!stream.definesRow() && !stream.omit().isEmpty()) {
            problems.at(key + ".omit", "the row is derived, so that it has no other fields (expected: grpc or row)");
        }
        for (MethodName method : stream.grpc()) {
            String other = methods.putIfAbsent(method, key + ".grpc");
            if (other != null) {
                problems.at(key + ".grpc", method + ": " + other + " has it already");
            }
        }
    }

    private void checkEstimate(String stream, StreamSection section, String estimate) {
        ParameterSection parameter = section.parameters().get(estimate);
        boolean isInteger = parameter != null
                && (parameter.type() == ParameterType.INT32 || parameter.type() == ParameterType.INT64);
        if (!isInteger && (parameter != null || !problems.isLocated(stream + ".parameters." + estimate))) {
            problems.at(stream + ".estimate", estimate, "the name of a parameter of type int32 or int64");
        }
    }

    private void checkParameter(String stream, Parameter parameter) {
        String key = stream + ".parameters." + parameter.name();
        if (!PARAMETER_NAME.matcher(parameter.name()).matches()) {
            problems.at(key, parameter.name(), "a letter or _, then letters, digits and _");
        }
        if (RESERVED.contains(parameter.name())) {
            problems.at(key, parameter.name() + " is an option of every request (expected: another name)");
        }
        Parameter unbounded = bounded(parameter, Optional.empty(), Optional.empty());
        boolean isMin = isValue(key + ".min", unbounded, parameter.min());
        boolean isMax = isValue(key + ".max", unbounded, parameter.max());
        if (isMin && isMax) {
            if (failure(bounded(parameter, parameter.min(), Optional.empty()), parameter.max())
                    .isPresent()) {
                problems.at(key + ".max", show(parameter.max()), "at least min, " + show(parameter.min()));
            } else {
                isValue(key + ".default", parameter, Optional.of(parameter.defaultValue()));
            }
        }
    }

    private static Parameter bounded(Parameter parameter, Optional<Value> min, Optional<Value> max) {
        return new Parameter(parameter.name(), parameter.type(), parameter.defaultValue(), min, max);
    }

    private static String show(Optional<Value> value) {
        return value.map(Value::toString).orElse("none");
    }

    private boolean isValue(String key, Parameter parameter, Optional<Value> value) {
        Optional<String> failure = failure(parameter, value);
        failure.ifPresent(message -> problems.at(key, message));
        return failure.isEmpty();
    }

    /** Why a parameter does not take a value; empty if it does, or if there is none. */
    private static Optional<String> failure(Parameter parameter, Optional<Value> value) {
        if (value.isPresent()) {
            try {
                Arguments.bind(List.of(parameter), Map.of(parameter.name(), value.get()));
            } catch (ResultFailure e) {
                // The message starts with the name of the parameter; the key of the problem has it already.
                return Optional.of(e.text().substring((parameter.name() + ": ").length()));
            }
        }
        return Optional.empty();
    }

    private void checkTriggers(List<TriggerSection> triggers) {
        for (int i = 0; i < triggers.size(); i++) {
            TriggerSection trigger = triggers.get(i);
            String key = trigger(i);
            StreamSection stream = configuration.streams().get(trigger.stream());
            Optional<String> parameter = trigger.parameter();
            if (!problems.isLocated("streams." + trigger.stream())) {
                problems.at(
                        key + ".stream",
                        trigger.stream() + ": no such stream ("
                                + DidYouMean.hint(
                                        trigger.stream(),
                                        configuration.streams().keySet()) + ")");
            }
            if (parameter.isPresent() && stream != null && !stream.parameters().containsKey(parameter.get())) {
                problems.at(
                        key + ".path",
                        parameter.get() + ": no such parameter of " + trigger.stream() + " ("
                                + DidYouMean.hint(
                                        parameter.get(), stream.parameters().keySet()) + ")");
            }
        }
    }

    /** What holds whatever the streams are. */
    static void checkGateway(GatewaySection gateway, Problems problems) {
        checkPaths(gateway.triggers(), problems);
        checkCors(gateway.cors(), problems);
    }

    private static void checkPaths(List<TriggerSection> triggers, Problems problems) {
        Map<String, String> taken = new HashMap<>();
        for (int i = 0; i < triggers.size(); i++) {
            TriggerSection trigger = triggers.get(i);
            String key = trigger(i);
            if (trigger.parameter().isEmpty()) {
                problems.at(key + ".path", trigger.path(), "/{PARAMETER} or /WORD/{PARAMETER}, and the word not v1");
            }
            String route = trigger.path().replaceAll("\\{.*}", "");
            if (taken.putIfAbsent(route, key) != null) {
                problems.at(key + ".path", trigger.path() + ": " + taken.get(route) + " has the same path");
            }
        }
    }

    private static String trigger(int index) {
        return "gateway.triggers[" + index + "]";
    }

    private static void checkCors(List<String> origins, Problems problems) {
        for (int i = 0; i < origins.size(); i++) {
            String origin = origins.get(i);
            if (!WEB_ORIGIN.matcher(origin).matches() && !(origin.equals(ANY) && origins.size() == 1)) {
                problems.at(
                        "gateway.cors[" + i + "]",
                        origin,
                        "an origin such as https://example.com or http://localhost:8080, or only " + ANY);
            }
        }
    }
}
