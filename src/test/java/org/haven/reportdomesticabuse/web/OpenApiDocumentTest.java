package org.haven.reportdomesticabuse.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.yaml.snakeyaml.Yaml;

/** The document that agencies read says what the endpoint does, field by field. */
@SuppressWarnings("unchecked")
class OpenApiDocumentTest {
  private final Map<String, Object> document = read();

  private static Map<String, Object> read() {
    try (var in = OpenApiDocumentTest.class.getResourceAsStream("/openapi/reports.yaml")) {
      return new Yaml().load(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldNameEveryPathOfTheController() {
    var served =
        Arrays.stream(PartnerReportController.class.getDeclaredMethods())
            .flatMap(
                method ->
                    Stream.concat(
                        Stream.ofNullable(method.getAnnotation(GetMapping.class))
                            .flatMap(a -> Stream.of(a.value()).map(p -> "get " + p)),
                        Stream.ofNullable(method.getAnnotation(PostMapping.class))
                            .flatMap(a -> Stream.of(a.value()).map(p -> "post " + p))))
            .toList();
    var documented = new TreeSet<String>();
    at(document, "paths")
        .forEach(
            (path, methods) ->
                ((Map<String, Object>) methods)
                    .keySet()
                    .forEach(method -> documented.add(method + " " + path)));

    assertThat(String.valueOf(document.get("openapi"))).startsWith("3.1");
    assertThat(documented).containsExactlyInAnyOrderElementsOf(served);
  }

  @Test
  void shouldNameEveryAnswer() {
    assertThat(at(document, "paths", "/api/reports", "post", "responses").keySet())
        .containsExactlyInAnyOrder(
            "200", "201", "400", "401", "403", "409", "413", "415", "422", "429");
  }

  @Test
  void shouldDescribeEveryFieldAsItIsChecked() {
    var documented = schema(at(document, "components", "schemas", "Report"));
    var checked = schema(PartnerReportReader.shape(LocalDate.EPOCH));

    assertThat(documented).isEqualTo(checked);
  }

  /** Both sides in the same few words. */
  private Map<String, Object> schema(Shape shape) {
    var said = new TreeMap<String, Object>();
    switch (shape) {
      case Shape.Text text -> said.put("max", text.max());
      case Shape.Form form -> said.put("pattern", form.pattern().pattern());
      case Shape.Choice choice -> said.put("enum", choice.options());
      case Shape.Day _ -> said.put("format", "date");
      case Shape.Several several -> {
        said.put("items", schema(several.item()));
        said.put("maxItems", several.max());
        said.put("unique", several.unique());
      }
      case Shape.Fields fields -> {
        var properties = new LinkedHashMap<String, Object>();
        fields.fields().forEach((name, field) -> properties.put(name, schema(field.shape())));
        said.put("properties", properties);
        said.put(
            "required",
            fields.fields().entrySet().stream()
                .filter(e -> e.getValue().required())
                .map(Map.Entry::getKey)
                .sorted()
                .toList());
      }
    }
    return said;
  }

  private Map<String, Object> schema(Map<String, Object> node) {
    if (node.containsKey("$ref")) {
      String name = node.get("$ref").toString().replace("#/components/schemas/", "");
      return schema(at(document, "components", "schemas", name));
    }
    var said = new TreeMap<String, Object>();
    switch (String.valueOf(node.get("type"))) {
      case "object" -> {
        assertThat(node.get("additionalProperties")).isEqualTo(false);
        var properties = new LinkedHashMap<String, Object>();
        at(node, "properties")
            .forEach((name, child) -> properties.put(name, schema((Map<String, Object>) child)));
        said.put("properties", properties);
        said.put(
            "required",
            ((List<String>) node.getOrDefault("required", List.of())).stream().sorted().toList());
      }
      case "array" -> {
        said.put("items", schema(at(node, "items")));
        said.put("maxItems", node.get("maxItems"));
        said.put("unique", node.getOrDefault("uniqueItems", false));
      }
      default -> {
        if (node.containsKey("enum")) {
          said.put("enum", node.get("enum"));
        } else if (node.containsKey("pattern")) {
          said.put("pattern", node.get("pattern").toString().replaceAll("^\\^|\\$$", ""));
        } else if ("date".equals(node.get("format"))) {
          said.put("format", "date");
        } else {
          assertThat(node.get("minLength")).isEqualTo(1);
          said.put("max", node.get("maxLength"));
        }
      }
    }
    return said;
  }

  private static Map<String, Object> at(Map<String, Object> node, String... path) {
    Map<String, Object> current = node;
    for (String step : path) {
      current = (Map<String, Object>) Objects.requireNonNull(current.get(step), step);
    }
    return current;
  }
}
