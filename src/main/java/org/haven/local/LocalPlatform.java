package org.haven.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The real PostgreSQL, Elasticsearch and Zeebe broker, as processes of this machine.
 *
 * <p>All data lives in one folder, which is kept between runs and locked while in use. The servers
 * start side by side; one that dies is started again. They end with this application, however it
 * ends.
 */
public final class LocalPlatform implements AutoCloseable {
  private final PlatformFolder folder;
  private final PostgresPart postgres;
  private final ElasticsearchPart elasticsearch;
  private final EnginePart engine;
  private boolean closed;

  private LocalPlatform(PlatformFolder folder, LocalSettings settings, Console console)
      throws IOException {
    var archives = Archives.find();
    var unpacker = new Unpacker(settings.programs(), console);
    var user = OrdinaryUser.choose();
    folder.protect(user instanceof OrdinaryUser.Nobody);
    var ports = new Ports(settings.steadyPorts(), console);
    this.folder = folder;
    this.postgres = new PostgresPart(folder, settings, console, archives, unpacker, user, ports);
    this.elasticsearch =
        new ElasticsearchPart(folder, settings, console, archives, unpacker, user, ports);
    this.engine =
        new EnginePart(folder, settings, console, archives, unpacker, ports, elasticsearch);
  }

  /**
   * Starts all parts and returns when all of them serve.
   *
   * @throws LocalPlatformException with one sentence, if the folder is in use, a part cannot start
   *     or something is missing on this machine
   */
  public static LocalPlatform start(LocalSettings settings) {
    if (System.getProperty("os.name").startsWith("Windows")) {
      throw new LocalPlatformException(
          "The local platform runs on Linux and macOS.",
          "Start Haven inside the Windows Subsystem for Linux, or use the profile `outside`.");
    }
    var console = new Console(System.out, settings.quiet());
    var folder = PlatformFolder.open(settings.folder());
    LocalPlatform platform = null;
    try {
      FolderPurpose.check(folder, settings.training());
      console.say(
          "Haven",
          (settings.training() ? "for training, " : "") + "local platform in " + folder.root());
      platform = new LocalPlatform(folder, settings, console);
      platform.startAll();
      return platform;
    } catch (IOException e) {
      closeAfterFailure(platform, folder);
      throw new LocalPlatformException(
          "The local platform could not start: " + e + ".",
          "Look into " + folder.root().resolve("logs") + ".",
          e);
    } catch (RuntimeException e) {
      closeAfterFailure(platform, folder);
      throw e;
    }
  }

  /**
   * Deletes all that a training keeps in its folder, for a start from the beginning.
   *
   * @throws LocalPlatformException if the folder is no training's, or is in use; nothing was
   *     deleted
   */
  public static void deleteTraining(Path root) {
    try (var folder = PlatformFolder.open(root.toAbsolutePath().normalize())) {
      FolderPurpose.empty(folder);
    } catch (IOException e) {
      throw new LocalPlatformException(
          "The folder " + root + " cannot be emptied: " + e.getMessage() + ".",
          "Check the rights of what is in it.",
          e);
    }
  }

  private static void closeAfterFailure(@Nullable LocalPlatform platform, PlatformFolder folder) {
    try {
      if (platform != null) {
        platform.close();
      } else {
        folder.close();
      }
    } catch (IOException e) {
      // the failure that brought us here is the one to tell
    }
  }

  private List<Part> parts() {
    return List.of(postgres, elasticsearch, engine);
  }

  private void startAll() throws IOException {
    try (var starters = Executors.newVirtualThreadPerTaskExecutor()) {
      var started = new ArrayList<Future<?>>();
      for (Part part : parts()) {
        started.add(
            starters.submit(
                () -> {
                  part.start();
                  return part;
                }));
      }
      try {
        for (Future<?> one : started) {
          one.get();
        }
      } catch (ExecutionException e) {
        starters.shutdownNow();
        switch (e.getCause()) {
          case LocalPlatformException sentence -> throw sentence;
          case IOException io -> throw io;
          case null, default -> throw new IllegalStateException(e.getCause());
        }
      } catch (InterruptedException e) {
        starters.shutdownNow();
        Thread.currentThread().interrupt();
        throw new LocalPlatformException("The start was interrupted.", "Start again.", e);
      }
    }
  }

  /** How each part does. */
  public List<PartState> states() {
    return parts().stream().map(Part::state).toList();
  }

  /** What the application needs to know, as its configuration properties. */
  public Map<String, Object> properties() {
    var properties = new LinkedHashMap<String, Object>();
    try {
      properties.put("spring.datasource.url", databaseUrl("haven"));
      properties.put("spring.datasource.username", postgres.applicationUsername());
      properties.put("spring.datasource.password", postgres.applicationPassword());
      properties.put("spring.flyway.user", postgres.username());
      properties.put("spring.flyway.password", postgres.password());
      properties.put("haven.sealing.store.url", databaseUrl(PostgresPart.KEYS));
      properties.put("haven.sealing.store.username", postgres.username());
      properties.put("haven.sealing.store.password", postgres.password());
      properties.put("haven.sealing.key-file", folder.secret("sealing.key", 32).toString());
    } catch (IOException e) {
      throw new LocalPlatformException(
          "The local platform's keys cannot be read or written: " + e.getMessage() + ".",
          "Check the rights of " + folder.root() + ".",
          e);
    }
    properties.put("haven.engine.grpc-address", grpcAddress().toString());
    properties.put("haven.engine.rest-address", restAddress().toString());
    properties.put("haven.engine.monitoring-address", monitoringAddress().toString());
    properties.put("haven.elasticsearch.url", elasticsearchUrl().toString());
    return properties;
  }

  public Path folder() {
    return folder.root();
  }

  /** JDBC address of a database of the server, whether that database exists or not. */
  public String databaseUrl(String database) {
    return postgres.url(database);
  }

  public URI grpcAddress() {
    return engine.grpcAddress();
  }

  public URI restAddress() {
    return engine.restAddress();
  }

  public URI monitoringAddress() {
    return engine.monitoringAddress();
  }

  public URI elasticsearchUrl() {
    return elasticsearch.url();
  }

  /**
   * Stops the engine, forgets all it knew and starts it again at the same addresses. Its exported
   * records stay in Elasticsearch; whoever asks deletes them.
   */
  public void emptyEngine() {
    try {
      engine.askToStop();
      engine.awaitEnd();
      Unpacker.delete(engine.data());
      engine.start();
    } catch (IOException e) {
      throw new LocalPlatformException(
          "The engine's data cannot be deleted.", "Check " + engine.data() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalPlatformException("The engine's start was interrupted.", "Start again.", e);
    }
  }

  /** Stops all parts in good order, side by side, and lets go of the folder. Repeatable. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    // the engine first: its last records still reach Elasticsearch, and its clients are gone
    parts().reversed().forEach(Part::askToStop);
    try {
      for (Part part : parts()) {
        part.awaitEnd();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the guardians finish without us
    }
    try {
      folder.close();
    } catch (IOException e) {
      // the lock ends with this process
    }
  }
}
