package dev.spillway.server.net;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import dev.spillway.wire.Caller;

/** Says who is calling. */
public final class Callers {
    private static final String ANONYMOUS = "anonymous";

    private Callers() {}

    /** The caller of a request: nobody has to prove a name yet. */
    public static Caller of(HttpRequest request) {
        String own = request.headers().get(HttpHeaderNames.USER_AGENT, "unknown");
        String agent = request.headers().get(Caller.AGENT_HEADER, own);
        int end = agent.indexOf(' ');
        return new Caller(ANONYMOUS, end < 0 ? agent : agent.substring(0, end));
    }
}
