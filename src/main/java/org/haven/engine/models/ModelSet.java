package org.haven.engine.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * The files that say what the policy is, by bundle: one journey's folder in {@code processes/} with
 * the folder of the same name in {@code forms/}, which are deployed together.
 *
 * @param bundles by name, then file name such as {@code assess-risk.bpmn} to its text
 */
public record ModelSet(SortedMap<String, SortedMap<String, String>> bundles) {
  static final String SHARED = "shared";

  /** From the application's own resources. */
  public static ModelSet ofApplication() {
    var bundles = new TreeMap<String, SortedMap<String, String>>();
    var resolver = new PathMatchingResourcePatternResolver();
    try {
      for (String pattern : List.of("processes/*/*.bpmn", "processes/*/*.dmn", "forms/*/*.form")) {
        for (Resource resource : resolver.getResources("classpath*:" + pattern)) {
          String[] path = resource.getURL().getPath().split("/");
          bundles
              .computeIfAbsent(path[path.length - 2], b -> new TreeMap<>())
              .put(path[path.length - 1], resource.getContentAsString(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ModelSet(bundles);
  }

  /** From a working copy: the folder that holds {@code processes/} and {@code forms/}. */
  public static ModelSet ofFolder(Path root) {
    var bundles = new TreeMap<String, SortedMap<String, String>>();
    for (String kind : List.of("processes", "forms")) {
      Path folder = root.resolve(kind);
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (var bundleFolders = Files.list(folder)) {
        for (Path bundle : bundleFolders.filter(Files::isDirectory).sorted().toList()) {
          read(bundle, bundles.computeIfAbsent(nameOf(bundle), b -> new TreeMap<>()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new ModelSet(bundles);
  }

  private static void read(Path folder, Map<String, String> into) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (nameOf(file).matches(".*\\.(bpmn|dmn|form)")) {
          into.put(nameOf(file), Files.readString(file));
        }
      }
    }
  }

  private static String nameOf(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  /** Where a file of a bundle stands in the working copy, as people are told. */
  public static String place(String bundle, String file) {
    return (file.endsWith(".form") ? "forms/" : "processes/") + bundle + "/" + file;
  }

  /** Changes when any file of the bundle does. */
  public String checksum(String bundle) {
    return checksum(bundles.getOrDefault(bundle, new TreeMap<>()));
  }

  public static String checksum(Map<String, String> files) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      files.forEach(
          (name, text) -> {
            sha.update(name.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
            sha.update(text.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
          });
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The names of the tables' output columns, by decision id, slash, the column's id. */
  public Map<String, String> outputNames() {
    var names = new LinkedHashMap<String, String>();
    bundles.values().stream()
        .flatMap(files -> files.entrySet().stream())
        .filter(file -> file.getKey().endsWith(".dmn"))
        .forEach(
            file -> {
              try {
                var outputs = BpmnFile.parse(file.getValue()).getElementsByTagNameNS("*", "output");
                for (int i = 0; i < outputs.getLength(); i++) {
                  var output = (Element) outputs.item(i);
                  if (!output.getAttribute("name").isEmpty()) {
                    names.put(
                        decisionOf(output) + "/" + output.getAttribute("id"),
                        output.getAttribute("name"));
                  }
                }
              } catch (SAXException e) {
                // the model check says so and stops the start
              }
            });
    return names;
  }

  private static String decisionOf(Element output) {
    Node at = output;
    while (at != null) {
      if (at instanceof Element e && e.getLocalName().equals("decision")) {
        return e.getAttribute("id");
      }
      at = at.getParentNode();
    }
    return "";
  }

  /**
   * The bundles in the order in which they are deployed: what is shared first, then each after
   * those whose processes, tables or forms it names, so that its calls resolve from the start.
   */
  public List<String> inOrder() {
    var owners = new LinkedHashMap<String, String>();
    bundles.forEach(
        (bundle, files) ->
            files
                .keySet()
                .forEach(file -> owners.put(file.substring(0, file.lastIndexOf('.')), bundle)));
    var ordered = new ArrayList<String>();
    if (bundles.containsKey(SHARED)) {
      ordered.add(SHARED);
    }
    var visiting = new ArrayList<String>();
    bundles.keySet().forEach(bundle -> place(bundle, owners, visiting, ordered));
    return ordered;
  }

  private void place(
      String bundle, Map<String, String> owners, List<String> visiting, List<String> ordered) {
    if (ordered.contains(bundle) || visiting.contains(bundle)) {
      return; // journeys that call each other have no order: the engine looks when they run
    }
    visiting.add(bundle);
    for (String text : bundles.getOrDefault(bundle, new TreeMap<>()).values()) {
      owners.forEach(
          (thing, owner) -> {
            if (!owner.equals(bundle)
                && (text.contains("processId=\"" + thing + "\"")
                    || text.contains("decisionId=\"" + thing + "\"")
                    || text.contains("formId=\"" + thing + "\""))) {
              place(owner, owners, visiting, ordered);
            }
          });
    }
    visiting.remove(bundle);
    if (!ordered.contains(bundle)) {
      ordered.add(bundle);
    }
  }
}
