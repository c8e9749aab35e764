package org.haven.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The Zeebe broker with its gateway: what comes next. */
final class EnginePart extends Part {
  static final String KEY = "engine";
  private static final String VERSION = "8.6.0";

  private final Archives archives;
  private final Unpacker unpacker;
  private final ElasticsearchPart elasticsearch;
  private final int grpcPort;
  private final int restPort;
  private final int monitoringPort;
  private final int commandPort;
  private final int internalPort;

  EnginePart(
      PlatformFolder folder,
      LocalSettings settings,
      Console console,
      Archives archives,
      Unpacker unpacker,
      Ports ports,
      ElasticsearchPart elasticsearch) {
    super("Engine", KEY, folder, settings, console);
    this.archives = archives;
    this.unpacker = unpacker;
    this.elasticsearch = elasticsearch;
    this.grpcPort = ports.port("Engine", 26500);
    this.commandPort = ports.port("Engine", 26501);
    this.internalPort = ports.port("Engine", 26502);
    this.restPort = ports.port("Engine", 26510);
    this.monitoringPort = ports.port("Engine", 19600);
  }

  URI grpcAddress() {
    return URI.create("http://127.0.0.1:" + grpcPort);
  }

  URI restAddress() {
    return URI.create("http://127.0.0.1:" + restPort);
  }

  URI monitoringAddress() {
    return URI.create("http://127.0.0.1:" + monitoringPort);
  }

  private Path programs() throws IOException {
    return unpacker.unpacked("Engine", "zeebe-" + VERSION, archives, KEY, 1);
  }

  Path data() {
    return folder.root().resolve(KEY).resolve("data");
  }

  @Override
  void prepare() throws IOException {
    programs();
    folder.folder(KEY);
    Files.createDirectories(data());
    Files.createDirectories(folder.root().resolve(KEY).resolve("tmp"));
  }

  @Override
  List<String> command() throws IOException {
    Path programs = programs();
    Path home = folder.root().resolve(KEY);
    var line = new ArrayList<String>();
    line.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms192m",
            "-Xmx512m",
            "-XX:MaxDirectMemorySize=256m",
            "-XX:MaxMetaspaceSize=256m",
            "-XX:+UseSerialGC"));
    if (settings.bothCompilers()) {
      line.add("-XX:ReservedCodeCacheSize=128m");
    } else {
      // half the work of a start is compiling: on two cores a quick start is worth more here
      // than the last third of the engine's speed
      line.addAll(List.of("-XX:ReservedCodeCacheSize=48m", "-XX:TieredStopAtLevel=1"));
    }
    line.addAll(
        List.of(
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:ErrorFile=" + folder.root().resolve("logs") + "/engine-crash-%p.log",
            "-Xshare:auto",
            // the policy's days are London days
            "-Duser.timezone=Europe/London",
            "-Dfile.encoding=UTF-8",
            "-Djava.io.tmpdir=" + home.resolve("tmp"),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            programs.resolve("config") + ":" + programs.resolve("lib") + "/*",
            "-Dapp.name=broker",
            "-Dapp.home=" + home,
            "-Dbasedir=" + home,
            "io.camunda.application.StandaloneBroker"));
    return line;
  }

  @Override
  Map<String, String> environment() {
    var env = new HashMap<String, String>();
    env.put("SERVER_ADDRESS", "127.0.0.1");
    env.put("SERVER_PORT", Integer.toString(restPort));
    env.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
    env.put("MANAGEMENT_SERVER_PORT", Integer.toString(monitoringPort));
    env.put("MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE", "*");
    env.put("ZEEBE_BROKER_NETWORK_HOST", "127.0.0.1");
    env.put("ZEEBE_BROKER_NETWORK_COMMANDAPI_PORT", Integer.toString(commandPort));
    env.put("ZEEBE_BROKER_NETWORK_INTERNALAPI_PORT", Integer.toString(internalPort));
    env.put("ZEEBE_BROKER_GATEWAY_NETWORK_HOST", "127.0.0.1");
    env.put("ZEEBE_BROKER_GATEWAY_NETWORK_PORT", Integer.toString(grpcPort));
    env.put("ZEEBE_BROKER_CLUSTER_PARTITIONSCOUNT", "1");
    env.put("ZEEBE_BROKER_DATA_DIRECTORY", data().toString());
    env.put("ZEEBE_BROKER_DATA_LOGSEGMENTSIZE", "16MB");
    env.put("ZEEBE_BROKER_DATA_SNAPSHOTPERIOD", "2m");
    // a developer's disk is often nearly full: stop only when it really is
    env.put("ZEEBE_BROKER_DATA_DISK_FREESPACE_PROCESSING", "256MB");
    env.put("ZEEBE_BROKER_DATA_DISK_FREESPACE_REPLICATION", "128MB");
    env.put("ZEEBE_BROKER_EXPERIMENTAL_ROCKSDB_MEMORYLIMIT", "64MB");
    env.put("ZEEBE_BROKER_EXPERIMENTAL_ROCKSDB_DISABLEWAL", "true");
    // on two busy cores the engine's own limit can fall to one request at a time, and whoever asks
    // next is turned away: some are always taken
    env.put("ZEEBE_BROKER_BACKPRESSURE_ALGORITHM", "aimd");
    env.put("ZEEBE_BROKER_BACKPRESSURE_AIMD_REQUESTTIMEOUT", "1s");
    env.put("ZEEBE_BROKER_BACKPRESSURE_AIMD_MINLIMIT", "20");
    exporter(env, "CLASSNAME", "io.camunda.zeebe.exporter.ElasticsearchExporter");
    exporter(env, "ARGS_URL", elasticsearch.url().toString());
    exporter(env, "ARGS_BULK_DELAY", "1");
    if (settings.promptRecords()) {
      exporter(env, "ARGS_BULK_SIZE", "1");
    }
    exporter(env, "ARGS_INDEX_NUMBEROFSHARDS", "1");
    exporter(env, "ARGS_INDEX_NUMBEROFREPLICAS", "0");
    if (settings.controlledClock()) {
      env.put("ZEEBE_CLOCK_CONTROLLED", "true");
      // scenarios visit many days: an index for each would be hundreds
      exporter(env, "ARGS_INDEX_INDEXSUFFIXDATEPATTERN", "yyyy");
    }
    return env;
  }

  private static void exporter(Map<String, String> env, String key, String value) {
    env.put("ZEEBE_BROKER_EXPORTERS_ELASTICSEARCH_" + key, value);
  }

  @Override
  boolean serves() {
    return Http.status(monitoringAddress().resolve("/actuator/health/readiness")) == 200;
  }

  @Override
  String address() {
    return grpcAddress().toString();
  }

  @Override
  String stopSignal() {
    return "TERM";
  }

  @Override
  int graceSeconds() {
    return 12;
  }
}
