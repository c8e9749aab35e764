package org.haven.forms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FormRulesTest {
  private static List<String> cures(String components) {
    String json =
        """
        {"id": "a-form", "type": "default", "schemaVersion": 16,
         "executionPlatform": "Camunda Cloud", "components": [%s]}
        """
            .formatted(components);
    return FormRules.check("forms/a-journey/a-form.form", json).stream()
        .map(finding -> finding.element() + ": " + finding.cure())
        .toList();
  }

  @Test
  void shouldFindNothing_whenFormKeepsToTheRules() throws IOException {
    assertThat(FormRules.check("every-kind.form", FormCasesTest.read("every-kind.form"))).isEmpty();
  }

  @Test
  void shouldHoldForEveryFormOfHaven_whenRead() throws IOException {
    // given
    List<Path> files;
    Path folder = Files.createDirectories(Path.of("forms"));
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(f -> f.toString().endsWith(".form")).toList();
    }

    // then: start-up takes each, by its file's name
    assertThat(new ClasspathForms(Clock.systemUTC()).ids())
        .containsExactlyInAnyOrderElementsOf(
            files.stream().map(f -> f.getFileName().toString().replace(".form", "")).toList());
  }

  @Test
  void shouldFind_whenFreeTextIsMarkedAsRouting() {
    assertThat(
            cures(
                """
                {"type": "textfield", "id": "A", "key": "name", "label": "Name",
                 "properties": {"routing": "code"}}
                """))
        .containsExactly("name: ask a code by a radio or select with a closed list");
  }

  @Test
  void shouldFind_whenKeysAreTwiceOrNotCamelCase() {
    String field = "{\"type\": \"textfield\", \"id\": \"%s\", \"key\": \"%s\", \"label\": \"L\"}";

    assertThat(cures(String.join(",", field.formatted("A", "one"), field.formatted("B", "one"))))
        .containsExactly("one: two questions have this key");
    assertThat(cures(field.formatted("A", "The_key")))
        .containsExactly("The_key: write the key in camelCase, as the procedure names the fact");
  }

  @Test
  void shouldFind_whenUnknownIsLeftOutOrDefaulted() {
    assertThat(
            cures(
                """
                {"type": "radio", "id": "A", "key": "pregnant", "label": "Pregnant?",
                 "values": [{"label": "Yes", "value": "true"}, {"label": "No", "value": "no"}],
                 "defaultValue": "no", "properties": {"routing": "boolean"}}
                """))
        .containsExactly(
            "pregnant: a boolean fact's answers are yes, no and (where it may be open) unknown",
            "pregnant: leave out the default: what was not asked is never answered");
  }

  @Test
  void shouldFind_whenConditionOrComponentCannotBeChecked() {
    assertThat(
            cures(
                """
                {"type": "textfield", "id": "A", "key": "a", "label": "A",
                 "conditional": {"hide": "=b = = c"}},
                {"type": "iframe", "id": "B"},
                {"type": "button", "id": "C", "label": "Send"}
                """))
        .containsExactly(
            "a: its condition =b = = c is not a FEEL expression that starts with =",
            "B: Haven's forms do not use iframe: the server could not check it",
            "C: leave the button out: the page has its own");
  }

  @Test
  void shouldFind_whenFileIsNamedOtherwiseOrNoJson() {
    assertThat(FormRules.check("forms/x/other.form", "{"))
        .extracting(FormRules.Finding::element)
        .containsExactly("the file");
    assertThat(
            FormRules.check(
                "forms/x/other.form",
                "{\"id\": \"a-form\", \"type\": \"default\", \"executionPlatform\": \"Camunda"
                    + " Cloud\", \"components\": []}"))
        .extracting(FormRules.Finding::element)
        .containsExactly("id", "components");
  }
}
