package io.claviger.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.claviger.audit.AuditJournal;
import io.claviger.authz.Authorizer;
import io.claviger.operation.Operation;
import io.claviger.storage.Storage;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;

/** The rings of docs/architecture.md, and who alone may do what. */
@AnalyzeClasses(packages = "io.claviger", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String[] RING_0 = {
        "io.claviger.common..", "io.claviger.key..", "io.claviger.policy..", "io.claviger.crypto.."
    };
    private static final String[] RING_1 = {
        "io.claviger.operation..",
        "io.claviger.pipeline",
        "io.claviger.authz..",
        "io.claviger.authn",
        "io.claviger.authn.token",
        "io.claviger.iam..",
        "io.claviger.audit",
        "io.claviger.audit.chain",
        "io.claviger.storage",
        "io.claviger.keystore",
        "io.claviger.rootkey",
        "io.claviger.jobs"
    };

    @ArchTest
    static final ArchRule RING_0_IS_PLAIN_JAVA = classes()
            .that()
            .resideInAnyPackage(RING_0)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(RING_0)
                    .or(resideInAnyPackage("java..", "javax.crypto..", "org.jspecify.annotations..")));

    @ArchTest
    static final ArchRule RING_1_KNOWS_NO_FRAMEWORK = noClasses()
            .that()
            .resideInAnyPackage(RING_1)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..",
                    "io.vertx..",
                    "com.fasterxml..",
                    "jakarta.persistence..",
                    "jakarta.ws..",
                    "jakarta.enterprise..",
                    "io.smallrye.jwt..",
                    "org.jose4j..",
                    "org.hibernate..",
                    "org.jboss..",
                    "org.bouncycastle..");

    @ArchTest
    static final ArchRule RING_1_KNOWS_NO_ADAPTER = noClasses()
            .that()
            .resideInAnyPackage(RING_1)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.claviger.http..",
                    "io.claviger.authn.sigv4..",
                    "io.claviger.authn.jwt..",
                    "io.claviger.storage.postgres..",
                    "io.claviger.storage.caching..",
                    "io.claviger.keystore.internal..",
                    "io.claviger.rootkey.file..",
                    "io.claviger.audit.json..",
                    "io.claviger.audit.export..",
                    "io.claviger.command..",
                    "io.claviger.config..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.claviger.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_THE_DISPATCHER_AUTHORIZES = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.claviger.pipeline.Dispatcher")
            .and()
            .resideOutsideOfPackages("io.claviger.authz..", "io.claviger.config..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Authorizer.class);

    @ArchTest
    static final ArchRule ONLY_PIPELINE_AND_BOOTSTRAP_WRITE_THE_JOURNAL = noClasses()
            .that()
            .resideOutsideOfPackages("io.claviger.audit..", "io.claviger.pipeline..", "io.claviger.config..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(AuditJournal.class);

    @ArchTest
    static final ArchRule ONLY_THE_JOURNAL_COMMITS = noClasses()
            .that()
            .resideOutsideOfPackages("io.claviger.audit", "io.claviger.storage..")
            .should()
            .callMethod(Storage.class, "commit", java.util.List.class, io.claviger.audit.chain.Block.class);

    @ArchTest
    static final ArchRule ONLY_CONFIG_HAS_A_CLOCK = noClasses()
            .that()
            .resideOutsideOfPackage("io.claviger.config..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule OPERATIONS_KNOW_NO_DOOR = noClasses()
            .that()
            .resideInAPackage("io.claviger.operation..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.claviger.pipeline..")
                    .or(resideInAPackage("io.claviger.authz.."))
                    .or(resideInAPackage("io.claviger.authn.sigv4..")));

    @ArchTest
    static final ArchRule OPERATIONS_ARE_FINAL_AND_NAMED_LIKE_THEIR_FILE = classes()
            .that()
            .implement(Operation.class)
            .and()
            .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
            .should()
            .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
            .andShould()
            .resideInAPackage("io.claviger.operation..");
}
