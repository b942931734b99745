package dev.spillway.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Which module knows which, and which library lives where. */
@AnalyzeClasses(packages = "dev.spillway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String GENERATED = "dev.spillway.wire.v1";

    @ArchTest
    static final ArchRule modulesKnowOnlyThoseBelowThem = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("wire")
            .definedBy("dev.spillway.wire..")
            .layer("client")
            .definedBy("dev.spillway.client..")
            .layer("render")
            .definedBy("dev.spillway.render..")
            .layer("source")
            .definedBy("dev.spillway.source..")
            .layer("sql")
            .definedBy("dev.spillway.sql..")
            .layer("result")
            .definedBy("dev.spillway.result..")
            .layer("server")
            .definedBy("dev.spillway.server..")
            .layer("load")
            .definedBy("dev.spillway.load..")
            .layer("app")
            .definedBy("dev.spillway.app..")
            .layer("testkit")
            .definedBy("dev.spillway.testkit..")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("testkit")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("server")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("load")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("result")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("sql")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("source")
            .mayOnlyBeAccessedByLayers("sql", "result", "app")
            .whereLayer("render")
            .mayOnlyBeAccessedByLayers("result", "server", "load", "app")
            .whereLayer("client")
            .mayOnlyBeAccessedByLayers("load", "app");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.spillway.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theClientHasTheOnlyGrpcTransport = onlyIn("client", "io.grpc.netty..");

    @ArchTest
    static final ArchRule theServerHasTheOnlyHttpServer = onlyIn("server", "com.linecorp.armeria..");

    @ArchTest
    static final ArchRule theLoadTesterHasTheOnlyHistograms = onlyIn("load", "org.HdrHistogram..");

    @ArchTest
    static final ArchRule serverAndLoadTesterHaveTheOnlySockets = noClasses()
            .that()
            .resideOutsideOfPackages("dev.spillway.server..", "dev.spillway.load..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..");

    @ArchTest
    static final ArchRule sqlHasTheOnlyDatabaseDriver =
            onlyIn("sql", "java.sql..", "javax.sql..", "org.duckdb..", "org.apache.arrow..");

    @ArchTest
    static final ArchRule serverAndLoadTesterHaveTheOnlyJsonLibrary = noClasses()
            .that()
            .resideOutsideOfPackages("dev.spillway.server..", "dev.spillway.load..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule theProgramHasTheOnlyYamlAndCommandLine =
            onlyIn("app", "org.snakeyaml..", "picocli..", "com.squareup..", "me.tongfei..", "org.jline..");

    @ArchTest
    static final ArchRule wireAndSourceStandOnTheJdkAndProtobuf = classes()
            .that(resideInAnyPackage("dev.spillway.source..", "dev.spillway.render..")
                    .or(resideInAPackage("dev.spillway.wire..").and(not(resideInAPackage(GENERATED)))))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "com.google.protobuf..",
                    "com.google.rpc..",
                    "dev.spillway.wire..",
                    "dev.spillway.source..",
                    "dev.spillway.render.."));

    @ArchTest
    static final ArchRule testkitStandsOnTheJdkAndWire = classes()
            .that()
            .resideInAPackage("dev.spillway.testkit..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "dev.spillway.wire..", "dev.spillway.testkit..");

    @ArchTest
    static final ArchRule onlyTheProgramWritesToTheTerminal = noClasses()
            .that()
            .resideOutsideOfPackage("dev.spillway.app..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule onlyCommandsWriteToStandardOutput = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Command")
            .and()
            .doNotHaveSimpleName("Main")
            .should()
            .accessField(System.class, "out");

    @ArchTest
    static final ArchRule packagesSayWhatIsInThem = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..utils..", "..common..", "..core..", "..impl..", "..manager..");

    @ArchTest
    static final ArchRule whatIsThrownSaysWhatItIs = noClasses()
            .that(not(resideInAPackage(GENERATED)))
            .should(new ArchCondition<JavaClass>("make a RuntimeException or an Exception without a name of its own") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    type.getConstructorCallsFromSelf().stream()
                            .filter(call -> call.getTargetOwner().isEquivalentTo(RuntimeException.class)
                                    || call.getTargetOwner().isEquivalentTo(Exception.class))
                            .filter(call -> !type.isAssignableTo(Exception.class))
                            .forEach(call -> events.add(SimpleConditionEvent.satisfied(type, call.getDescription())));
                }
            });

    private static ArchRule onlyIn(String module, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackage("dev.spillway." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .because("a heavy dependency lives in one module");
    }
}
