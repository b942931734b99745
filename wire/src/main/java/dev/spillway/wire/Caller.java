package dev.spillway.wire;

/**
 * Who is asking. Identity goes in with every call; it is no thread-local.
 *
 * @param name who the server took the caller for
 * @param agent how the caller's program calls itself ({@code curl/8.5.0}), for people to read; not to be trusted
 */
public record Caller(String name, String agent) {
    /** The request header in which a program that asks for somebody else says for whom: the agent of its caller. */
    public static final String AGENT_HEADER = "spillway-agent";
}
