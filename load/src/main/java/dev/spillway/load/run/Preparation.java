package dev.spillway.load.run;

import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.spillway.client.ChunkStream;
import dev.spillway.client.ResultException;
import dev.spillway.client.ResultQuery;
import dev.spillway.client.SpillwayClient;
import dev.spillway.load.http2.Loop;
import dev.spillway.load.rows.Form;
import dev.spillway.load.rows.Reference;
import dev.spillway.wire.Content;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.StreamInfo;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is found out before a run: the result that all scenarios should carry, how each asks for it, and which cannot.
 *
 * @param reference the result
 * @param requests how to ask for it
 * @param absent scenarios that do not run, each as it will be reported
 */
record Preparation(Reference reference, Requests requests, Map<Scenario, ScenarioOutcome> absent) {
    private static final String USER_AGENT = "spillway-load";

    static Preparation of(LoadPlan plan, Loop loop) throws LoadFailure, InterruptedException {
        try (SpillwayClient client = SpillwayClient.builder(plan.origin().toString())
                        .userAgent(USER_AGENT)
                        .build();
                Asking origin = new Asking(loop, plan.origin())) {
            StreamInfo stream = stream(client.streams(), plan.stream());
            Map<String, String> parameters = parameters(plan, stream);
            Reference reference = reference(client, plan, parameters);
            Map<Scenario, ScenarioOutcome> absent = new EnumMap<>(Scenario.class);
            Requests requests = requests(plan, stream, parameters, origin, absent);
            if (plan.scenarios().contains(Scenario.UNARY) && !absent.containsKey(Scenario.UNARY)) {
                new UnaryLimit(requests, origin)
                        .refusing(reference.total().rows())
                        .ifPresent(each -> absent.put(Scenario.UNARY, each));
            }
            return new Preparation(reference, requests, absent);
        } catch (ResultException e) {
            throw new LoadFailure(String.valueOf(e.getMessage()), e);
        } catch (ResultFailure e) {
            throw new LoadFailure(e.reason() + " " + plan.stream() + ": " + e.text(), e);
        }
    }

    private static StreamInfo stream(List<StreamInfo> streams, String name) throws LoadFailure {
        return streams.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LoadFailure("no stream '" + name + "' (expected: "
                        + streams.stream().map(StreamInfo::name).collect(Collectors.joining(", ")) + ")"));
    }

    private static Map<String, String> parameters(LoadPlan plan, StreamInfo stream) {
        Map<String, String> parameters = new LinkedHashMap<>(plan.parameters());
        if (plan.maxResults().isPresent()
                && stream.parameters().stream().anyMatch(each -> each.name().equals(Requests.MAX_RESULTS))) {
            parameters.putIfAbsent(
                    Requests.MAX_RESULTS, Long.toString(plan.maxResults().getAsLong()));
        }
        // A typed method has no defaults of its own: a field that is not set is zero.
        stream.parameters()
                .forEach(each ->
                        parameters.putIfAbsent(each.name(), each.defaultValue().toString()));
        return parameters;
    }

    /** Reads the result twice: what changes from run to run cannot be checked. */
    private static Reference reference(SpillwayClient client, LoadPlan plan, Map<String, String> parameters)
            throws LoadFailure, ResultFailure {
        Set<Form> forms = EnumSet.noneOf(Form.class);
        plan.scenarios().forEach(each -> forms.add(each.form()));
        ResultQuery query = client.query(plan.stream());
        for (Map.Entry<String, String> each : parameters.entrySet()) {
            query = query.with(each.getKey(), each.getValue());
        }
        Reference reference;
        try (ChunkStream chunks = query.chunks()) {
            reference = Reference.read(chunks, forms);
        }
        try (ChunkStream again = query.chunks()) {
            Reference second = Reference.read(again, Set.of());
            if (!second.total().equals(reference.total())) {
                throw new LoadFailure(plan.stream() + ": read twice with the same parameters, it gave "
                        + reference.total() + " and " + second.total()
                        + " (expected: the same rows in the same order, to compare what each scenario carries with)");
            }
        }
        return reference;
    }

    /** How to ask; a scenario that cannot be asked for is absent. */
    private static Requests requests(
            LoadPlan plan,
            StreamInfo stream,
            Map<String, String> parameters,
            Asking origin,
            Map<Scenario, ScenarioOutcome> absent)
            throws InterruptedException {
        Map<Scenario, MethodDescriptor> methods = Map.of();
        Optional<String> noReflection = Optional.empty();
        if (plan.scenarios().stream().anyMatch(Scenario::isTyped) && stream.content() instanceof Content.Rows rows) {
            try {
                methods = TypedMethods.find(origin, rows.schema().message().getFullName(), parameters.keySet());
            } catch (LoadFailure e) {
                noReflection = Optional.ofNullable(e.getMessage());
            }
        }
        Requests requests = new Requests(plan.stream(), parameters, methods);
        for (Scenario each : plan.scenarios()) {
            try {
                requests.of(each);
            } catch (LoadFailure e) {
                String why = noReflection.orElse(String.valueOf(e.getMessage()));
                absent.put(each, ScenarioOutcome.absent(each, why, Optional.empty()));
            }
        }
        return requests;
    }
}
