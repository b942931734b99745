package dev.spillway.server.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spillway.wire.Reason;
import org.jspecify.annotations.Nullable;

/** Gives what the HTTP server refuses by itself the form of our own errors. */
final class ProblemHandler implements ServerErrorHandler {
    @Override
    public @Nullable HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
        return null;
    }

    @Override
    public AggregatedHttpResponse renderStatus(
            @Nullable ServiceRequestContext context,
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        String reason = (status.isClientError() ? Reason.INVALID_REQUEST : Reason.INTERNAL).name();
        Problem problem = Problem.of(status, reason, description == null ? status.reasonPhrase() : description);
        return AggregatedHttpResponse.of(
                problem.headers(), HttpData.wrap(problem.body().toByteArray()));
    }
}
