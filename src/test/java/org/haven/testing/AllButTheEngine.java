package org.haven.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.haven.HavenApplication;
import org.haven.platform.Decisions;
import org.haven.records.ScriptedFigures;
import org.haven.records.ScriptedInstanceRecords;
import org.springframework.boot.autoconfigure.AutoConfigurationExcludeFilter;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.test.context.DynamicPropertyRegistry;

/** Haven with its pages, on a database of its own, without the engine. */
// no @Configuration: Haven's own scan must not find it in whole-application tests
@EnableAutoConfiguration
@ComponentScan(
    basePackages = "org.haven",
    excludeFilters = {
      @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class),
      @ComponentScan.Filter(
          type = FilterType.CUSTOM,
          classes = AutoConfigurationExcludeFilter.class),
      @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = HavenApplication.class),
      @ComponentScan.Filter(
          type = FilterType.REGEX,
          pattern = "org\\.haven\\.(engine|records|local|sample)\\..*|.*\\.worker\\..*")
    })
public class AllButTheEngine {
  private static final Path FOLDER = folder();

  private static Path folder() {
    try {
      return Files.createTempDirectory("haven-pages");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Bean
  static Decisions decisions() {
    return (_, _) ->
        List.of(
            Map.of(
                "amount",
                5,
                "unit",
                "working-days",
                "dayOne",
                false,
                "told",
                "a",
                "status",
                "local"));
  }

  /** Nothing stands anywhere, until a test says so. */
  @Bean
  static ScriptedFigures figures() {
    return new ScriptedFigures();
  }

  /** Nothing was told of any instance, until a test says so. */
  @Bean
  static ScriptedInstanceRecords instanceRecords() {
    return new ScriptedInstanceRecords();
  }

  @Bean
  static ScriptedEngine engineActs() {
    return new ScriptedEngine();
  }

  /** Its settings; the staff are the fictional ones. */
  public static void register(DynamicPropertyRegistry registry) {
    // asked for more than once: always the same
    String url = TestDatabase.freshUrl();
    registry.add("spring.datasource.url", () -> url);
    registry.add("spring.datasource.username", () -> "postgres");
    registry.add("spring.datasource.password", () -> "postgres");
    registry.add("spring.flyway.enabled", () -> "false");
    registry.add("haven.sign-in.seeded", () -> "true");
    registry.add("haven.local.folder", FOLDER::toString);
    registry.add("haven.sealing.key", () -> "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
  }

  /** What all of the fictional staff sign in with. */
  public static String password() throws IOException {
    return Files.readString(FOLDER.resolve("sign-in-password")).strip();
  }
}
