package io.revisit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.revisit.platform.database.Statements;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.modulith.core.ApplicationModules;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rules of the house. ArchUnit refuses a rule that matches no class, so a misspelt package is noticed. */
class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.revisit");

    private static final DescribedPredicate<JavaClass> WITH_SQL = describe(
            "repositories or the database package",
            type -> type.getPackageName().equals("io.revisit.platform.database")
                    || outermost(type).getSimpleName().endsWith("Repository"));

    /** Waits on a thread that belongs to nobody's request; say why where it is done. */
    private static final Set<String> MAY_BLOCK = Set.of(
            // A job has a thread of its own.
            "io.revisit.platform.jobs.Jobs",
            // On the main thread, before and after the server starts.
            "io.revisit.demo.DemoAtStart",
            "io.revisit.demo.DemoWelcome");

    private static final Set<String> BLOCKING =
            Set.of("block", "blockOptional", "blockFirst", "blockLast", "toIterable", "toStream");

    private static final Set<Class<?>> TELL_THE_TIME = Set.of(
            Instant.class,
            LocalDate.class,
            LocalDateTime.class,
            LocalTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            Clock.class,
            InstantSource.class);

    @Test
    void keepsFeaturesApart() {
        // The engine and the contract are jars of their own, with a rule of their own below.
        ApplicationModules modules = ApplicationModules.of(
                RevisitApplication.class, resideInAnyPackage("io.revisit.sync..", "io.revisit.contract.."));

        assertThat(modules.stream().map(module -> module.getIdentifier().toString()))
                .contains("platform", "mobile", "visit");
        modules.verify();
    }

    @Test
    void marksEveryPackageAgainstNull() {
        Set<String> packages = new TreeSet<>();
        MAIN.forEach(type -> packages.add(type.getPackageName()));

        assertThat(packages).contains("io.revisit.platform.database").allSatisfy(name -> {
            assertThat(MAIN.contain(name + ".package-info"))
                    .as("%s has a package-info", name)
                    .isTrue();
            assertThat(MAIN.get(name + ".package-info").isAnnotatedWith(NullMarked.class))
                    .as("%s is @NullMarked", name)
                    .isTrue();
        });
    }

    @Test
    void keepsSqlInRepositories() {
        noClasses()
                .that(not(WITH_SQL))
                .should()
                .accessTargetWhere(describe(
                        "sends SQL",
                        access -> access.getTargetOwner().isAssignableTo(Statements.class)
                                && Set.of("query", "queryOne", "update", "connection")
                                        .contains(access.getName())))
                .because("SQL lives in repositories")
                .check(MAIN);
    }

    @Test
    void borrowsConnectionsThroughTheDatabaseOnly() {
        noClasses()
                .that(not(WITH_SQL))
                .and()
                .resideOutsideOfPackage("io.revisit.sync..")
                .should()
                .dependOnClassesThat(describe("are connections", type -> Set.of(
                                "io.r2dbc.spi.Connection",
                                "io.r2dbc.spi.ConnectionFactory",
                                "io.r2dbc.spi.Statement",
                                "java.sql.Connection",
                                "java.sql.Statement",
                                "java.sql.PreparedStatement",
                                "org.springframework.r2dbc.core.DatabaseClient")
                        .contains(type.getName())))
                .because("only the database package knows for which tenant a connection works")
                .check(MAIN);
    }

    @Test
    void neverBlocksARequest() {
        noClasses()
                .that(describe(
                        "may not block",
                        type -> !MAY_BLOCK.contains(outermost(type).getName())))
                .should()
                .accessTargetWhere(describe(
                        "blocks",
                        access -> (access.getTargetOwner().isAssignableTo(Mono.class)
                                        || access.getTargetOwner().isAssignableTo(Flux.class))
                                && BLOCKING.contains(access.getName())))
                .because("one blocked event loop stops every request on it")
                .check(MAIN);
    }

    @Test
    void listsOnlyClassesThatExistAsAllowedToBlock() {
        assertThat(MAY_BLOCK).allMatch(MAIN::contain);
    }

    @Test
    void keepsTheEngineAndTheContractFreeOfTheApplication() {
        classes()
                .that()
                .resideInAnyPackage("io.revisit.sync..", "io.revisit.contract..")
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAnyPackage("graphql", "graphql.execution..", "org.springframework.graphql.."))
                                .and(resideInAnyPackage("io.revisit.sync..", "io.revisit.contract..")
                                        .or(not(resideInAPackage("io.revisit..")))))
                .because("the sync engine knows no customer and executes no GraphQL; the SDL is only read")
                .check(MAIN);
    }

    @Test
    void takesTheTimeFromTheInjectedClock() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.revisit.platform.TimeConfiguration")
                .should()
                .accessTargetWhere(describe("asks the machine for time or zone", ArchitectureTest::asksTheMachine))
                .because("tests set the clock, and a viewer has a zone of his own")
                .check(MAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Impl", "Util", "Utils", "Helper", "Manager", "Dto", "DTO", "Entity"})
    void namesClassesForWhatTheyAre(String ending) {
        noClasses()
                .should()
                .haveSimpleNameEndingWith(ending)
                .because("such a name says nothing")
                .check(MAIN);
    }

    private static boolean asksTheMachine(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        boolean tellsTheTime =
                TELL_THE_TIME.stream().anyMatch(type -> type.getName().equals(owner))
                        && (name.equals("now") || name.startsWith("system") || name.startsWith("tick"))
                        && !isHandedAClock(access);
        return tellsTheTime
                || (owner.equals(System.class.getName()) && name.equals("currentTimeMillis"))
                || (owner.equals(ZoneId.class.getName()) && name.equals("systemDefault"))
                || (owner.equals(TimeZone.class.getName()) && name.equals("getDefault"))
                || (owner.equals(Date.class.getName()) && name.equals("<init>"));
    }

    private static boolean isHandedAClock(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                && target.getRawParameterTypes().stream().anyMatch(type -> type.isAssignableTo(InstantSource.class));
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outermost = type;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost;
    }
}
