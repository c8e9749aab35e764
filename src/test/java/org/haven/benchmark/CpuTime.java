package org.haven.benchmark;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each part of the platform has computed so far, in seconds of one core. */
record CpuTime(Map<String, Double> seconds) {

  /** This process and all that it started. */
  static CpuTime now() {
    return new CpuTime(
        Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants())
            .collect(
                Collectors.groupingBy(
                    CpuTime::part,
                    TreeMap::new,
                    Collectors.summingDouble(
                        process ->
                            process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis()
                                / 1000.0))));
  }

  private static String part(ProcessHandle process) {
    String line = process.info().commandLine().orElse("").toLowerCase(Locale.ROOT);
    if (process.pid() == ProcessHandle.current().pid()) {
      return "Haven";
    } else if (line.contains("standalonebroker")) {
      return "engine";
    } else if (line.contains("org.elasticsearch")) {
      return "Elasticsearch";
    }
    return line.contains("postgres") || line.isEmpty() ? "PostgreSQL" : "other";
  }

  CpuTime plus(CpuTime other) {
    var sum = new TreeMap<>(seconds);
    other.seconds.forEach((part, more) -> sum.merge(part, more, Double::sum));
    return new CpuTime(sum);
  }

  CpuTime minus(CpuTime before) {
    var rest = new TreeMap<>(seconds);
    before.seconds.forEach((part, less) -> rest.merge(part, -less, Double::sum));
    return new CpuTime(rest);
  }

  /** Each part's milliseconds for one of so many. */
  String each(int count) {
    return seconds.entrySet().stream()
        .map(part -> "%s %.0f ms".formatted(part.getKey(), part.getValue() * 1000 / count))
        .collect(Collectors.joining(", "));
  }
}
