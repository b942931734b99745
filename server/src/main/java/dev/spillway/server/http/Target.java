package dev.spillway.server.http;

import dev.spillway.wire.Query;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.Start;
import java.nio.file.Path;
import java.util.Optional;

/** What a URL asks for. */
record Target(Wanted wanted, Representation representation, Optional<Path> tee) {
    /** What is read: of a query, or of a result that is known already. */
    sealed interface Wanted {
        /** A new result. */
        record Fresh(Query query) implements Wanted {}

        /** The result of that request id, a new one if there is none. */
        record Named(Query query) implements Wanted {}

        /** All of a result. */
        record Known(ResultId result) implements Wanted {}

        /** The rest of a result. */
        record Rest(ResultId result, Start start, Part part) implements Wanted {}
    }
}
