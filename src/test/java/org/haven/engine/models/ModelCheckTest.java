package org.haven.engine.models;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A good bundle, spoilt in one place at a time. */
class ModelCheckTest {
  private static final Path GOOD = Path.of("src/test/resources/models");
  private static final Set<String> JOB_TYPES =
      Set.of("open-task", "tell-warning", "tell-breach", "do-work", "note-news");
  private static final String DIAGRAM = "prove-engine.bpmn";

  @Test
  void shouldFindNothing_whenTheBundleIsGood() {
    assertThat(ModelCheck.check(ModelSet.ofFolder(GOOD), JOB_TYPES)).isEmpty();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("id=\"prove-engine\" name", "id=\"other\" name", "other", "not the file's name"),
        fault("isExecutable=\"true\"", "isExecutable=\"false\"", "prove-engine", "not executable"),
        fault("Task_DoWork", "Activity_1ab2c3d", "Activity_1ab2c3d", "made up"),
        fault("name=\"Do work\"", "", "Task_DoWork", "no label"),
        fault("Haven does what was decided.", "", "Task_DoWork", "no description"),
        fault("policyClause\" value=\"7.1\"", "x\" value=\"7.1\"", "StartEvent_Plain", "clause"),
        fault(
            "bpmnElement=\"Task_DoWork\"",
            "bpmnElement=\"Gateway_Big\"",
            "Task_DoWork",
            "not drawn"),
        fault(
            "bpmnElement=\"Flow_DoWork_Done\"",
            "bpmnElement=\"Flow_Big_Joined\"",
            "Flow_DoWork_Done",
            "not drawn"),
        fault(
            "<bpmn:incoming>Flow_DoWork_Done</bpmn:incoming>",
            "",
            "EndEvent_Done",
            "arrows that it lists"),
        fault("type=\"do-work\"", "type=\"do-wrok\"", "Task_DoWork", "nothing in Haven does"),
        fault("type=\"do-work\"", "type=\"=job\"", "Task_DoWork", "fixed word"),
        fault(
            "type=\"do-work\" retries=\"2\"",
            "type=\"do-work\"",
            "Task_DoWork",
            "how often its job is tried again"),
        fault(
            "<zeebe:taskDefinition type=\"tell-breach\" retries=\"5\"/>",
            "",
            "EndEvent_AnswerItBreached",
            "which job"),
        fault("<zeebe:userTask/>", "", "Task_AnswerIt", "not a Camunda user task"),
        fault(
            "<zeebe:formDefinition formId=\"answer-it\" bindingType=\"deployment\"/>",
            "",
            "Task_AnswerIt",
            "no form"),
        fault("formId=\"answer-it\"", "formId=\"answer-tis\"", "Task_AnswerIt", "there is no form"),
        fault(
            "formId=\"answer-it\" bindingType=\"deployment\"",
            "formId=\"answer-it\" bindingType=\"latest\"",
            "Task_AnswerIt",
            "wrong binding"),
        fault(
            "formId=\"answer-it\" bindingType=\"deployment\"",
            "formId=\"task-outcome\" bindingType=\"latest\"",
            "Task_AnswerIt",
            "none is offered"),
        fault("name=\"team\" value=\"lead\"", "name=\"t\" value=\"\"", "Task_AnswerIt", "no team"),
        fault(
            "name=\"team\" value=\"lead\"",
            "name=\"team\" value=\"housing-solution\"",
            "Task_AnswerIt",
            "there is no team housing-solution"),
        fault("=[team]", "=team", "Task_AnswerIt", "candidate groups"),
        fault(
            "name=\"slaKey\" value=\"atOnce, standard\"",
            "name=\"s\" value=\"\"",
            "Task_AnswerIt",
            "no clock"),
        fault(
            "name=\"slaKey\" value=\"atOnce, standard\"",
            "name=\"slaKey\" value=\"atOnze\"",
            "Task_AnswerIt",
            "atOnze is not in taskSla"),
        fault("target=\"slaKey\"", "target=\"other\"", "Task_AnswerIt", "does not choose one"),
        fault(
            "dueDate=\"=dueAt\"", "dueDate=\"=soon\"", "Task_AnswerIt", "does not keep its clock"),
        fault(
            "type=\"open-task\"", "type=\"do-work\"", "Task_AnswerIt", "never reach the task list"),
        fault(
            "type=\"open-task\" retries=\"5\"",
            "type=\"open-task\"",
            "Task_AnswerIt",
            "its listener does not say"),
        fault(
            "<bpmn:timeDate>=warnAt</bpmn:timeDate>",
            "<bpmn:timeDate>=later</bpmn:timeDate>",
            "Task_AnswerIt",
            "nobody is told when warnAt comes"),
        fault(
            "<bpmn:timeDate>=dueAt</bpmn:timeDate>",
            "<bpmn:timeDuration>P1D</bpmn:timeDuration>",
            "Task_AnswerIt",
            "nobody is told when dueAt comes"),
        fault(
            "decisionId=\"size\"", "decisionId=\"sizes\"", "Task_DecideSize", "no decision table"),
        fault(
            "decisionId=\"size\" bindingType=\"deployment\"",
            "decisionId=\"size\" bindingType=\"latest\"",
            "Task_DecideSize",
            "wrong binding"),
        fault(
            " resultVariable=\"sizeResult\"",
            "",
            "Task_DecideSize",
            "the table's answer is not kept"),
        fault(" default=\"Flow_Big_Joined\"", "", "Gateway_Big", "no default way out"),
        fault("name=\"Is it big?\"", "name=\"Size\"", "Gateway_Big", "not a question"),
        fault("name=\"yes\" sourceRef", "sourceRef", "Flow_Big_AnswerIt", "no label"),
        fault(
            "errorRef=\"Error_NotNow\"",
            "errorRef=\"Error_Other\"",
            "BoundaryEvent_NotNow",
            "which error"),
        fault("NOT_NOW", "not-now", "Error_NotNow", "in capitals"),
        fault(
            "id=\"Message_NewsCame\" name=\"news-came\"",
            "id=\"Message_NewsCame\" name=\"News came\"",
            "Message_NewsCame",
            "small letters"),
        fault(
            "id=\"Message_NewsCame\" name=\"news-came\"",
            "id=\"Message_NewsCame\" name=\"news-come\"",
            "Message_NewsCame",
            "does not follow its name"),
        fault("=size = &quot;big&quot;", "=size = ", "Flow_Big_AnswerIt", "cannot be read"),
        fault("=string(today())", "=string(today(", "Task_DecideSize", "cannot be read"),
        fault(
            "<zeebe:subscription correlationKey=\"=journeyId\"/>",
            "",
            "Message_NewsCame",
            "the engine would refuse it"),
        arguments("size.dmn", "&gt;= 10", "&gt;= = 10", "size", "row 1 asks"),
        arguments("size.dmn", "\"big\"", "\"big", "size", "row 1 answers"),
        arguments(
            "size.dmn",
            "date(effectiveOn)",
            "effectiveOn",
            "size",
            "compares a date as if it were"),
        arguments("size.dmn", "id=\"size\"", "id=\"sizes\"", "", "file's name as its id"),
        arguments("answer-it.form", "answer-it", "answer", "answer", "not the file's name"),
        arguments("answer-it.form", "16,", "17,", "answer-it", "newer form editor"),
        arguments("answer-it.form", "{", "", "", "not valid JSON"),
        arguments(DIAGRAM, "</bpmn:process>", "", "", "not well-formed"));
  }

  private static Arguments fault(String good, String bad, String element, String wrong) {
    return arguments(DIAGRAM, good, bad, element, wrong);
  }

  @ParameterizedTest(name = "{2} at {3}: {4}")
  @MethodSource("faults")
  void shouldNameFileElementAndCure_whenSpoilt(
      String file, String good, String bad, String element, String wrong) {
    // given
    ModelSet models = spoilt(file, good, bad);

    // when
    List<Finding> findings = ModelCheck.check(models, JOB_TYPES);

    // then
    assertThat(findings)
        .anySatisfy(
            f -> {
              assertThat(f.file()).endsWith("/prove-engine/" + file);
              assertThat(f.element()).isEqualTo(element);
              assertThat(f.wrong()).contains(wrong);
              assertThat(f.cure()).isNotBlank().endsWith(".");
              assertThat(f.stops()).isTrue();
            });
  }

  @Test
  void shouldStillCheckOurOwnRules_whenTheEngineHasTheBundle() {
    // given what only the engine refuses, and a word that only Haven knows
    ModelSet refused = spoilt(DIAGRAM, "<zeebe:subscription correlationKey=\"=journeyId\"/>", "");
    ModelSet unknown = spoilt(DIAGRAM, "\"do-work\"", "\"do-wrok\"");
    Set<String> accepted = Set.of("prove-engine");
    // then
    assertThat(ModelCheck.check(refused, JOB_TYPES)).anyMatch(Finding::stops);
    assertThat(ModelCheck.check(refused, JOB_TYPES, accepted)).noneMatch(Finding::stops);
    assertThat(ModelCheck.check(unknown, JOB_TYPES, accepted)).anyMatch(Finding::stops);
  }

  @Test
  void shouldSayWhatWasMeant_whenAWordIsNearlyRight() {
    var findings = ModelCheck.check(spoilt(DIAGRAM, "\"do-work\"", "\"do-wrok\""), JOB_TYPES);
    assertThat(findings)
        .filteredOn(Finding::stops)
        .singleElement()
        .satisfies(f -> assertThat(f.cure()).contains("did you mean do-work?"));
  }

  @Test
  void shouldSayOnly_whenAWorkerHasNoModel() {
    var types = new HashSet<>(JOB_TYPES);
    types.add("send-nothing");
    assertThat(ModelCheck.check(ModelSet.ofFolder(GOOD), types))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.stops()).isFalse();
              assertThat(f.element()).isEqualTo("send-nothing");
            });
  }

  @Test
  void shouldStop_whenTwoJourneysStartOnOneMessage() {
    // given
    var bundles = copy(ModelSet.ofFolder(GOOD));
    String diagram = requireNonNull(own(bundles).get(DIAGRAM));
    bundles.put(
        "prove-more",
        new TreeMap<>(
            Map.of(
                "prove-more.bpmn",
                diagram
                    .replace("id=\"prove-engine\"", "id=\"prove-more\"")
                    .replace("bindingType=\"deployment\"", "bindingType=\"latest\""))));
    // then
    assertThat(ModelCheck.check(new ModelSet(bundles), JOB_TYPES))
        .singleElement()
        .satisfies(f -> assertThat(f.wrong()).contains("already starts another journey"));
  }

  @Test
  void shouldDeployWhatIsCalledBeforeItsCaller_whenOrdered() {
    var bundles = new TreeMap<String, SortedMap<String, String>>();
    bundles.put("a", files("a.bpmn", "<x processId=\"c\"/>"));
    bundles.put("b", files("b.bpmn", "<x/>"));
    bundles.put("c", files("c.bpmn", "<x decisionId=\"d\"/>"));
    bundles.put("d", files("d.dmn", "<x processId=\"a\"/>"));
    bundles.put("shared", files("s.form", ""));
    assertThat(new ModelSet(bundles).inOrder()).containsExactly("shared", "d", "c", "a", "b");
  }

  private static SortedMap<String, String> files(String name, String text) {
    return new TreeMap<>(Map.of(name, text));
  }

  private static TreeMap<String, SortedMap<String, String>> copy(ModelSet models) {
    var bundles = new TreeMap<String, SortedMap<String, String>>();
    models.bundles().forEach((bundle, files) -> bundles.put(bundle, new TreeMap<>(files)));
    return bundles;
  }

  private static ModelSet spoilt(String file, String good, String bad) {
    var bundles = copy(ModelSet.ofFolder(GOOD));
    String text = requireNonNull(own(bundles).get(file));
    assertThat(text).as("the good text is there").contains(good);
    // the id of a thing is spoilt everywhere, anything else where it first stands
    String changed =
        good.startsWith("Task_") || good.contains("policyClause")
            ? text.replace(good, bad)
            : text.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(bad));
    own(bundles).put(file, changed);
    return new ModelSet(bundles);
  }

  private static SortedMap<String, String> own(TreeMap<String, SortedMap<String, String>> bundles) {
    return requireNonNull(bundles.get("prove-engine"));
  }
}
