package org.haven.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.haven.platform.StartupNote;
import org.haven.platform.Training;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;

/**
 * Brings the local platform up before anything of the application is made, and tells the
 * application where its services are. Under the profile {@code outside} it only checks that this
 * was said.
 */
public class LocalPlatformListener implements ApplicationListener<SpringApplicationEvent>, Ordered {
  private static final int USUAL_PORT = 8080;

  /** Begin a training from the beginning. */
  private static final String FRESH = "haven.training.fresh";

  private static final Map<String, String> NEEDED =
      Map.of(
          "spring.datasource.url", "the JDBC address of the PostgreSQL database",
          "spring.datasource.username", "the database user's name",
          "spring.datasource.password", "the database user's password",
          "haven.sealing.store.url",
              "the JDBC address of the key store, a database with backups of its own",
          "haven.sealing.store.username", "the key store's user's name",
          "haven.sealing.store.password", "the key store's user's password",
          "haven.engine.grpc-address", "the engine's gRPC address, as http://host:26500",
          "haven.engine.rest-address", "the engine's REST address, as http://host:8080",
          "haven.elasticsearch.url",
              "the address of the Elasticsearch that the engine exports its records to");

  private @Nullable LocalPlatform platform;

  @Override
  public int getOrder() {
    // after logging is there, so that a failure is shown as it should
    return LoggingApplicationListener.DEFAULT_ORDER + 5;
  }

  @Override
  public void onApplicationEvent(SpringApplicationEvent event) {
    switch (event) {
      case ApplicationEnvironmentPreparedEvent prepared -> prepare(prepared.getEnvironment());
      case ApplicationContextInitializedEvent initialized ->
          offer(initialized.getApplicationContext());
      case ApplicationReadyEvent ready -> greet(ready.getApplicationContext());
      case ApplicationFailedEvent _ -> stop();
      default -> {}
    }
  }

  private void prepare(ConfigurableEnvironment environment) {
    boolean outside = environment.acceptsProfiles(Profiles.of("outside"));
    if (!environment.getProperty("haven.local.enabled", Boolean.class, !outside)) {
      if (outside) {
        check(environment);
      }
      refuseFresh(environment, "this Haven has services that run elsewhere");
      return;
    }
    boolean training = environment.acceptsProfiles(Profiles.of(Training.PROFILE));
    Path folder = Path.of(environment.getProperty("haven.local.folder", ".haven"));
    String programs = environment.getProperty("haven.local.programs");
    if (!training) {
      refuseFresh(environment, "this Haven was started without the profile training");
    } else if (environment.getProperty(FRESH, Boolean.class, false)) {
      LocalPlatform.deleteTraining(folder);
    }
    var settings = LocalSettings.of(folder, programs == null ? null : Path.of(programs));
    var started = LocalPlatform.start(training ? settings.forTraining() : settings);
    platform = started;
    // after the context has closed, and with it what uses the servers
    SpringApplication.getShutdownHandlers().add(started::close);
    var properties = new LinkedHashMap<>(started.properties());
    if (hasOwnSealingKey(environment)) {
      properties.remove("haven.sealing.key-file");
    }
    if (!environment.containsProperty("server.address")) {
      // seeded users with printed passwords are for this machine only
      properties.put("server.address", "127.0.0.1");
    }
    if (!environment.containsProperty("haven.sample-data")) {
      // the first run shows a living system
      properties.put("haven.sample-data", "true");
    }
    if (!environment.containsProperty("haven.works-orders.contractors")) {
      // a firm for each of the fictional contractors, and a number that nobody has
      properties.put("haven.works-orders.contractors", "repairs-contractor,night-locksmith");
      properties.put("haven.works-orders.telephone", "01632 960000");
    }
    movePort(environment, properties);
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("haven local platform", properties));
  }

  private static void refuseFresh(ConfigurableEnvironment environment, String why) {
    if (environment.getProperty(FRESH, Boolean.class, false)) {
      throw new LocalPlatformException(
          FRESH + " deletes the folder of a training on this machine, and " + why + ".",
          "Leave it away. Where services run elsewhere, give training new, empty databases and a"
              + " new engine.");
    }
  }

  private static boolean hasOwnSealingKey(ConfigurableEnvironment environment) {
    return environment.containsProperty("haven.sealing.key")
        || environment.containsProperty("haven.sealing.key-file");
  }

  private static void movePort(
      ConfigurableEnvironment environment, Map<String, Object> properties) {
    int wanted = environment.getProperty("server.port", Integer.class, USUAL_PORT);
    if (wanted > 0) {
      var console = new Console(System.out, false);
      properties.put("server.port", new Ports(true, console).port("Haven", wanted));
    }
  }

  private static void check(ConfigurableEnvironment environment) {
    var missing = new ArrayList<String>();
    NEEDED.forEach(
        (name, meaning) -> {
          if (isBlank(environment, name)) {
            missing.add(sentence(name, meaning));
          }
        });
    if (isBlank(environment, "haven.sealing.key")
        && isBlank(environment, "haven.sealing.key-file")) {
      missing.add(
          sentence(
              "haven.sealing.key-file",
              "the file with the key that wraps the case keys, 32 bytes as base64"));
    }
    if (!missing.isEmpty()) {
      missing.sort(null);
      throw new MissingSettingsException(missing);
    }
  }

  private static boolean isBlank(ConfigurableEnvironment environment, String name) {
    String value = environment.getProperty(name);
    return value == null || value.isBlank();
  }

  private static String sentence(String name, String meaning) {
    String variable = name.replace(".", "_").replace("-", "").toUpperCase(java.util.Locale.ROOT);
    return "%s (or %s) is missing: it is %s.".formatted(name, variable, meaning);
  }

  private void offer(ConfigurableApplicationContext context) {
    if (platform != null) {
      context.getBeanFactory().registerSingleton("localPlatform", platform);
      context
          .getBeanFactory()
          .registerSingleton("localPlatformHealthIndicator", new LocalPlatformHealth(platform));
    }
  }

  private void greet(ConfigurableApplicationContext context) {
    if (platform == null) {
      return;
    }
    var lines = new ArrayList<String>();
    lines.add(
        "Haven is at http://localhost:%s/"
            .formatted(context.getEnvironment().getProperty("local.server.port", "8080")));
    List<StartupNote> notes = context.getBeanProvider(StartupNote.class).orderedStream().toList();
    for (StartupNote note : notes) {
      lines.add("");
      lines.addAll(note.lines());
    }
    var text = new StringBuilder(System.lineSeparator());
    lines.forEach(line -> text.append("  ").append(line).append(System.lineSeparator()));
    System.out.println(text);
  }

  private void stop() {
    if (platform != null) {
      platform.close();
    }
  }
}
