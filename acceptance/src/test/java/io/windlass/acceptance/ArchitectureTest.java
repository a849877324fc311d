package io.windlass.acceptance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The arrows between the houses, and where foreign types may show. The picture is in {@code
 * docs/architecture.md}.
 */
@AnalyzeClasses(packages = "io.windlass", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.windlass.";

  /** Into which other houses each house may look. What is not named here is forbidden. */
  private static final Map<String, List<String>> ARROWS =
      Map.ofEntries(
          Map.entry("foundation", List.of()),
          Map.entry("linux", List.of("foundation")),
          Map.entry("store", List.of("foundation")),
          Map.entry("database", List.of("foundation")),
          Map.entry("objectstore", List.of("foundation")),
          Map.entry("connection", List.of("foundation", "objectstore", "database")),
          Map.entry("catalog", List.of("foundation", "objectstore", "database", "connection")),
          Map.entry(
              "filesystem",
              List.of("foundation", "linux", "objectstore", "database", "connection")),
          Map.entry(
              "transfer", List.of("foundation", "linux", "objectstore", "database", "connection")),
          Map.entry("client", List.of("foundation")),
          Map.entry("cli", List.of("client")),
          Map.entry(
              "server",
              List.of(
                  "foundation",
                  "store",
                  "objectstore",
                  "database",
                  "connection",
                  "catalog",
                  "filesystem",
                  "transfer",
                  "client")));

  @ArchTest
  static final ArchRule HOUSES_LOOK_ONLY_WHERE_THE_ARROWS_POINT =
      classes()
          .that()
          .resideInAnyPackage(
              ARROWS.keySet().stream().map(house -> ROOT + house + "..").toArray(String[]::new))
          .should(lookOnlyAlongTheArrows());

  @ArchTest
  static final ArchRule FRAMEWORK_TYPES_STAY_IN_THE_SERVER =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.windlass.server..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.quarkus..", "io.smallrye..", "org.jboss..", "io.vertx..");

  /** The embedded store is a servlet in front of s3proxy, without the framework. */
  @ArchTest
  static final ArchRule JAKARTA_STAYS_IN_THE_SERVER_AND_THE_EMBEDDED_STORES_DOOR =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.windlass.server..", "io.windlass.store..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta..");

  @ArchTest
  static final ArchRule THE_AWS_SDK_STAYS_WITH_THE_STORES_AND_THE_CLIENT =
      noClasses()
          .that(
              resideInAnyPackage(
                  "io.windlass.connection..",
                  "io.windlass.catalog..",
                  "io.windlass.linux..",
                  "io.windlass.filesystem..",
                  "io.windlass.transfer..",
                  "io.windlass.database..",
                  "io.windlass.server..",
                  "io.windlass.foundation.."))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon.awssdk..");

  @ArchTest
  static final ArchRule THE_SERVER_SPEAKS_THE_CLIENTS_RECORDS_AND_NOTHING_ELSE_OF_IT =
      noClasses()
          .that()
          .resideInAPackage("io.windlass.server..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.windlass.client..")
                  .and(DescribedPredicate.not(resideInAnyPackage("io.windlass.client.model.."))));

  @ArchTest
  static final ArchRule FOREIGN_TYPES_DO_NOT_SHOW_IN_THE_METHODS_OF_FEATURE_HOUSES =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat(
              resideInAnyPackage("io.windlass.connection..", "io.windlass.catalog..")
                  .and(
                      new DescribedPredicate<>("are public") {
                        @Override
                        public boolean test(JavaClass type) {
                          return type.getModifiers().contains(JavaModifier.PUBLIC);
                        }
                      }))
          .should(showNoForeignTypes());

  @ArchTest
  static final ArchRule NOTHING_WAITS_BY_SLEEPING =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);

  @Test
  void everyHouseIsUnderTheRule() {
    JavaClasses all =
        new com.tngtech.archunit.core.importer.ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.windlass");
    assertThat(all.stream().map(ArchitectureTest::house).distinct())
        .filteredOn(house -> !house.equals("testing"))
        .containsExactlyInAnyOrderElementsOf(ARROWS.keySet());
  }

  private static ArchCondition<JavaClass> lookOnlyAlongTheArrows() {
    return new ArchCondition<>("look only along the arrows") {
      @Override
      public void check(JavaClass from, ConditionEvents events) {
        List<String> allowed = ARROWS.getOrDefault(house(from), List.of());
        from.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> dependency.getTargetClass().getPackageName().startsWith(ROOT))
            .filter(dependency -> !house(dependency.getTargetClass()).equals(house(from)))
            .filter(dependency -> !allowed.contains(house(dependency.getTargetClass())))
            .forEach(dependency ->
                events.add(SimpleConditionEvent.violated(from, dependency.getDescription())));
      }
    };
  }

  private static ArchCondition<JavaMethod> showNoForeignTypes() {
    return new ArchCondition<>("show no type of the SDK, JDBI, Jackson or the framework") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        Stream.concat(Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
            .filter(type ->
                Arrays.asList("org.jdbi.", "com.fasterxml.", "software.amazon.", "io.quarkus.")
                    .stream()
                    .anyMatch(type.getName()::startsWith))
            .forEach(type ->
                events.add(
                    SimpleConditionEvent.violated(
                        method, method.getFullName() + " shows " + type.getName())));
      }
    };
  }

  private static String house(JavaClass type) {
    String rest = type.getPackageName().substring(ROOT.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
