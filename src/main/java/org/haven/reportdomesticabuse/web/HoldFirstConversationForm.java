package org.haven.reportdomesticabuse.web;

import java.util.LinkedHashMap;
import java.util.Map;
import org.haven.casefile.CaseFacts;
import org.haven.forms.Forms;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.reportdomesticabuse.FirstConversations;
import org.haven.reportdomesticabuse.FirstConversations.Told;
import org.haven.tasks.TaskForm;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

@Component
class HoldFirstConversationForm implements TaskForm {
  private static final String ID = "hold-first-conversation";

  private final FirstConversations conversations;
  private final CaseFacts facts;
  private final Forms forms;

  HoldFirstConversationForm(FirstConversations conversations, CaseFacts facts, Forms forms) {
    this.conversations = conversations;
    this.facts = facts;
    this.forms = forms;
  }

  @Override
  public String formId() {
    return ID;
  }

  @Override
  public Map<String, Object> prefill(TaskView task, ActingPerson who) {
    var known = Answers.ofForm(forms.form(ID), facts.of(task.caseRef()));
    // whether she was reached and alone is asked anew at each try
    known.remove("reached");
    known.remove("alone");
    return known;
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    var routing = new LinkedHashMap<String, Object>(submission.routing());
    routing.putIfAbsent("alone", false);
    boolean held =
        Boolean.TRUE.equals(routing.get("reached")) && Boolean.TRUE.equals(routing.get("alone"));
    var sealed = submission.sealed();
    var words = Answers.only(sealed, "wishes", "fears", "interpreterUsed");
    conversations.tried(
        task.caseRef(),
        task.journeyId(),
        task.id(),
        new Told(
            held, routing, words, Answers.incident(sealed), Answers.text(sealed.get("account"))),
        who);
    return routing;
  }
}
