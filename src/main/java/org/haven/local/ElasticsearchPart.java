package org.haven.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Elasticsearch: what happened, from the engine's exporter. */
final class ElasticsearchPart extends Part {
  static final String KEY = "elasticsearch";
  private static final String VERSION = "8.19.21";

  private final Archives archives;
  private final Unpacker unpacker;
  private final OrdinaryUser user;
  private final int port;
  private final int transportPort;

  ElasticsearchPart(
      PlatformFolder folder,
      LocalSettings settings,
      Console console,
      Archives archives,
      Unpacker unpacker,
      OrdinaryUser user,
      Ports ports) {
    super("Elasticsearch", KEY, folder, settings, console);
    this.archives = archives;
    this.unpacker = unpacker;
    this.user = user;
    this.port = ports.port("Elasticsearch", 19200);
    this.transportPort = ports.port("Elasticsearch", 19300);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  private Path programs() throws IOException {
    return unpacker.unpacked("Elasticsearch", KEY + "-" + VERSION, archives, KEY, 1);
  }

  private Path home() {
    return folder.root().resolve(KEY);
  }

  @Override
  void prepare() throws IOException {
    programs();
    folder.folder(KEY);
    Path config = Files.createDirectories(home().resolve("config"));
    for (String name : List.of("data", "logs", "tmp")) {
      Files.createDirectories(home().resolve(name));
    }
    Files.writeString(
        config.resolve("elasticsearch.yml"),
        """
        cluster.name: haven-local
        node.name: local
        discovery.type: single-node
        network.host: 127.0.0.1
        http.port: %d
        transport.port: %d
        path.data: "%s"
        path.logs: "%s"
        xpack.security.enabled: false
        # one small machine: a nearly full disk or many small indices are no reason to stop
        cluster.routing.allocation.disk.threshold_enabled: false
        cluster.max_shards_per_node: 20000
        # the serial collector leaves garbage lying: counted as use, it would have requests refused
        indices.breaker.total.use_real_memory: false
        action.destructive_requires_name: false
        """
            .formatted(port, transportPort, home().resolve("data"), home().resolve("logs")));
    Files.writeString(
        config.resolve("jvm.options"),
        """
        -Xms%1$s
        -Xmx%1$s
        -XX:+UseSerialGC
        -XX:MaxDirectMemorySize=128m
        -XX:ReservedCodeCacheSize=48m
        -XX:TieredStopAtLevel=1
        -Djava.io.tmpdir=${ES_TMPDIR}
        --add-modules=jdk.incubator.vector
        -Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1
        -XX:+ExitOnOutOfMemoryError
        -XX:ErrorFile=%2$s/hs_err_pid%%p.log
        """
            .formatted("512m", home().resolve("logs")));
    Files.writeString(
        config.resolve("log4j2.properties"),
        """
        status = error
        appender.console.type = Console
        appender.console.name = console
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = %d{ISO8601} %-5p %c{1.} %m%n
        rootLogger.level = warn
        rootLogger.appenderRef.console.ref = console
        """);
    user.own(home());
  }

  @Override
  List<String> command() throws IOException {
    var line = new ArrayList<>(user.before());
    line.add(programs().resolve("bin/elasticsearch").toString());
    return line;
  }

  @Override
  Map<String, String> environment() {
    return Map.of(
        "ES_JAVA_HOME", System.getProperty("java.home"),
        "ES_PATH_CONF", home().resolve("config").toString(),
        "ES_TMPDIR", home().resolve("tmp").toString(),
        "HOME", home().toString(),
        // the launcher that stays beside the server
        "CLI_JAVA_OPTS", "-Xms4m -Xmx32m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto");
  }

  @Override
  boolean serves() {
    return Http.status(url().resolve("/_cluster/health?timeout=1s")) == 200;
  }

  @Override
  String address() {
    return url().toString();
  }

  @Override
  String stopSignal() {
    return "TERM";
  }

  @Override
  int graceSeconds() {
    return 10;
  }
}
