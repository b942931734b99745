package dev.spillway.sql.postgres;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the server said, without what the driver says about it. */
final class ServerWords {
    private ServerWords() {}

    static String of(SQLException failure) {
        ServerErrorMessage said = failure instanceof PSQLException driver ? driver.getServerErrorMessage() : null;
        if (said == null || said.getMessage() == null) {
            return String.valueOf(failure.getMessage());
        }
        StringBuilder words = new StringBuilder(said.getMessage());
        for (String more : new String[] {said.getDetail(), said.getHint()}) {
            if (more != null) {
                words.append(" (").append(more).append(')');
            }
        }
        return words.toString();
    }
}
