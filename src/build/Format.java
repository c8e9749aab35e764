import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs google-java-format over all our Java: {@code check} names the files that are not formatted
 * and fails, {@code write} formats them. Started by Maven as a single source file.
 */
class Format {
  public static void main(String[] args) throws IOException {
    boolean check = args[0].equals("check");
    var line =
        new ArrayList<>(
            check ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace"));
    for (String root : List.of("src", "workers")) {
      try (var files = Files.walk(Path.of(root))) {
        files
            .map(Path::toString)
            .filter(file -> file.endsWith(".java") && !file.contains("node_modules"))
            .sorted()
            .forEach(line::add);
      }
    }
    if (check) {
      System.out.println("Files to format with `mvn -q validate -Pformat`, if any:");
    }
    Main.main(line.toArray(String[]::new));
  }
}
