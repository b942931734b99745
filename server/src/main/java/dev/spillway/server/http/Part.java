package dev.spillway.server.http;

/** What of a result a response holds. */
enum Part {
    /** All of a result that the request opened, and that another one like it would not. */
    NEW,

    /** All of a result that the URL names. */
    WHOLE,

    /** A document of its own of the rows from one on. */
    ROWS,

    /** What follows on a place. */
    REST
}
