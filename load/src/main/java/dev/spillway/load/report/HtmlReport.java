package dev.spillway.load.report;

import dev.spillway.load.run.LoadResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import tools.jackson.databind.node.ObjectNode;

/** What came out of a run, as one page with charts that needs nothing else: no server, no network. */
public final class HtmlReport {
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/";
    private static final String UPLOT_FACTS = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";

    private HtmlReport() {}

    /** The page. */
    public static String text(LoadResult result) {
        ObjectNode report = JsonReport.node(result);
        String uplot = UPLOT + uplotVersion() + "/dist/";
        return resource("report.html")
                .replace("/*UPLOT_CSS*/", resource(uplot + "uPlot.min.css"))
                .replace("/*CSS*/", resource("report.css"))
                .replace("/*UPLOT_JS*/", resource(uplot + "uPlot.iife.min.js"))
                .replace("/*JS*/", resource("report.js"))
                // Last, since it may hold any text; and within a script, only this could end it.
                .replace("/*REPORT*/", report.toString().replace("</", "<\\/"));
    }

    private static String uplotVersion() {
        Properties facts = new Properties();
        try (InputStream in = open(UPLOT_FACTS)) {
            facts.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return facts.getProperty("version");
    }

    private static String resource(String name) {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) throws IOException {
        InputStream in = HtmlReport.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException(name + ": not on the class path");
        }
        return in;
    }
}
