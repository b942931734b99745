package dev.spillway.result;

/** Is told of runs. Called on the threads that serve them: return soon, do not throw. */
public interface RunListener {
    /** A run was opened. */
    void started(RunView run);

    /** A run ended, exactly once for each that started. */
    void ended(RunView run, RunEnd end);

    /** Listens to nothing. */
    RunListener NONE = new RunListener() {
        @Override
        public void started(RunView run) {}

        @Override
        public void ended(RunView run, RunEnd end) {}
    };
}
