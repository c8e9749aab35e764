package org.haven.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A journey with a task that has clocks, work beside it, a join, a message that it waits for and
 * one that it hears at any time; and the versions that a policy owner might make of it.
 */
public final class MoveOnModel {
  private static final Path FILE = Path.of("src/test/resources/models/supervision/move-on.bpmn");

  private static final String CONFIRM =
      """
      <bpmn:userTask id="Task_Confirm" name="Confirm">
        <bpmn:documentation>Somebody else confirms.</bpmn:documentation>
        <bpmn:extensionElements>
          <zeebe:userTask/>
          <zeebe:formDefinition formId="task-outcome" bindingType="latest"/>
          <zeebe:assignmentDefinition candidateGroups="=[team]"/>
          <zeebe:taskSchedule dueDate="=dueAt" followUpDate="=warnAt"/>
          <zeebe:executionListeners><zeebe:executionListener eventType="start" type="open-task" retries="5"/></zeebe:executionListeners>
          <zeebe:properties>
            <zeebe:property name="policyClause" value="7.2"/>
            <zeebe:property name="team" value="lead"/>
            <zeebe:property name="slaKey" value="standard"/>
            <zeebe:property name="outcomes" value="done"/>
          </zeebe:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>Flow_Join_Next</bpmn:incoming>
        <bpmn:outgoing>Flow_Confirm_Wait</bpmn:outgoing>
      </bpmn:userTask>
      <bpmn:sequenceFlow id="Flow_Confirm_Wait" sourceRef="Task_Confirm" targetRef="Task_WaitForNews"/>
      """;

  private MoveOnModel() {}

  /**
   * As it was first.
   *
   * @param processId its own of each test: versions count for themselves
   */
  public static String first(String processId) {
    try {
      return Files.readString(FILE).replace("\"move-on\"", "\"" + processId + "\"");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Somebody confirms after the join. */
  public static String confirmed(String processId) {
    return first(processId)
        .replace(
            "sourceRef=\"Gateway_Join\" targetRef=\"Task_WaitForNews\"",
            "sourceRef=\"Gateway_Join\" targetRef=\"Task_Confirm\"")
        .replace(
            "<bpmn:incoming>Flow_Join_Next</bpmn:incoming>",
            "<bpmn:incoming>Flow_Confirm_Wait</bpmn:incoming>")
        .replace(
            "<bpmn:endEvent id=\"EndEvent_Done\"", CONFIRM + "<bpmn:endEvent id=\"EndEvent_Done\"");
  }

  /** The task and its clocks are called otherwise. */
  public static String renamed(String processId) {
    return first(processId)
        .replace("Task_Decide", "Task_Judge")
        .replace("name=\"Decide\"", "name=\"Judge\"")
        .replace("BoundaryEvent_Decide", "BoundaryEvent_Judge")
        .replace("value=\"done\"/>\n        </zeebe", "value=\"done,put-off\"/>\n        </zeebe");
  }

  /** The task is done by Haven itself. */
  public static String automatic(String processId) {
    return without(
            first(processId),
            "<bpmn:boundaryEvent id=\"BoundaryEvent_DecideWarning\"",
            "<bpmn:serviceTask id=\"Task_DoWork\"")
        .replaceAll(
            "(?s)<bpmn:userTask id=\"Task_Decide\" name=\"Decide\">.*?</bpmn:extensionElements>",
            "<bpmn:serviceTask id=\"Task_Decide\" name=\"Decide\"><bpmn:extensionElements>"
                + "<zeebe:taskDefinition type=\"move-on-decide\"/></bpmn:extensionElements>")
        .replace("</bpmn:userTask>", "</bpmn:serviceTask>")
        .replaceAll("<bpmn:sequenceFlow id=\"Flow_Decide(Warning|Breach)[^>]*>", "");
  }

  /** The task can be withdrawn by a message whose key is worked out from what nobody knows. */
  public static String withdrawn(String processId, String key) {
    return first(processId)
        .replace(
            "<bpmn:serviceTask id=\"Task_DoWork\"",
            """
            <bpmn:boundaryEvent id="BoundaryEvent_Withdrawn" name="Withdrawn" attachedToRef="Task_Decide">
              <bpmn:outgoing>Flow_Withdrawn_Withdrawn</bpmn:outgoing>
              <bpmn:messageEventDefinition id="BoundaryEvent_Withdrawn_Message" messageRef="Message_Withdrawn"/>
            </bpmn:boundaryEvent>
            <bpmn:endEvent id="EndEvent_Withdrawn" name="Withdrawn">
              <bpmn:incoming>Flow_Withdrawn_Withdrawn</bpmn:incoming>
            </bpmn:endEvent>
            <bpmn:sequenceFlow id="Flow_Withdrawn_Withdrawn" sourceRef="BoundaryEvent_Withdrawn" targetRef="EndEvent_Withdrawn"/>
            <bpmn:serviceTask id="Task_DoWork\"\
            """)
        .replace(
            "</bpmn:definitions>",
            """
            <bpmn:message id="Message_Withdrawn" name="move-on-withdrawn"><bpmn:extensionElements><zeebe:subscription correlationKey="%s"/></bpmn:extensionElements></bpmn:message>
            </bpmn:definitions>
            """
                .formatted(key));
  }

  private static String without(String text, String from, String to) {
    return text.substring(0, text.indexOf(from)) + text.substring(text.indexOf(to));
  }
}
