package dev.spillway.testkit;

import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The program that {@link ChildProcessTest} runs: does what its first argument says. */
final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "speak" -> {
                System.out.println("to standard output");
                System.err.println("to standard error: port " + arguments[1]);
                System.exit(Integer.parseInt(arguments[1]));
            }
            case "wait" -> {
                System.out.println("waiting");
                new CountDownLatch(1).await();
            }
            case "tidy" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("tidied up")));
                System.out.println("waiting");
                new CountDownLatch(1).await();
            }
            case "chatter" -> {
                for (int i = 0; i <= ChildProcess.MAX_LINES; i++) {
                    System.out.println("line " + i);
                }
            }
            case "read" -> System.out.println("read " + System.in.read());
            case "hold" -> {
                try (Socket lifeline = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]))) {
                    System.out.println("holding " + lifeline);
                    new CountDownLatch(1).await();
                }
            }
            case "bear" -> {
                ChildProcess child = ChildProcess.java(List.of(Child.class.getName(), "hold", arguments[1]));
                child.awaitLine("holding");
                System.out.println("bore");
                if (arguments[2].equals("and exit")) {
                    System.exit(0);
                }
                new CountDownLatch(1).await();
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }
}
