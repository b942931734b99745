package dev.spillway.wire;

import java.util.List;

/**
 * What there is to read.
 *
 * @param origin the name that the ids of these results begin with; empty where they are of several origins
 * @param streams that the caller may read, by name
 */
public record Catalog(String origin, List<StreamInfo> streams) {
    public Catalog {
        streams = List.copyOf(streams);
    }
}
