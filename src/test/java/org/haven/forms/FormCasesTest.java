package org.haven.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The same cases as the browser's {@code form.test.ts}: both sides find the same problems, say the
 * same words, hide the same questions.
 */
class FormCasesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TestFactory
  Stream<DynamicTest> shouldFindTheCasesProblems_whenPosted() throws IOException {
    JsonNode file = JSON.readTree(read("every-kind.cases.json"));
    CamundaForm form = form(LocalDate.parse(file.path("today").asString()));
    Map<String, Object> given = map(file.path("given"));
    return file.path("cases")
        .valueStream()
        .map(
            each ->
                dynamicTest(
                    each.path("name").asString(),
                    () -> {
                      var posted = new LinkedHashMap<>(map(file.path("valid")));
                      posted.putAll(map(each.path("posted")));

                      var found = new LinkedHashMap<String, Object>();
                      form.check(posted, given)
                          .problems()
                          .forEach(p -> found.put(p.key(), p.message()));

                      assertThat(found).isEqualTo(map(each.path("problems")));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> shouldHideLikeTheBrowser_whenConditionIsEvaluated() throws IOException {
    var feel = new Feel(Clock.systemUTC());
    return JSON.readTree(read("conditions.json"))
        .valueStream()
        .map(
            each ->
                dynamicTest(
                    each.path("hide").asString() + " " + each.path("data"),
                    () ->
                        assertThat(feel.holds(each.path("hide").asString(), map(each.path("data"))))
                            .isEqualTo(each.path("hidden").asBoolean())));
  }

  static CamundaForm form(LocalDate today) throws IOException {
    Clock clock = Clock.fixed(today.atTime(12, 0).atZone(Feel.LONDON).toInstant(), Feel.LONDON);
    return CamundaForm.read(read("every-kind.form"), new Feel(clock), clock);
  }

  static String read(String name) throws IOException {
    return new ClassPathResource("form-cases/" + name).getContentAsString(StandardCharsets.UTF_8);
  }

  private static Map<String, Object> map(JsonNode node) {
    return JSON.convertValue(node, new TypeReference<LinkedHashMap<String, Object>>() {});
  }
}
