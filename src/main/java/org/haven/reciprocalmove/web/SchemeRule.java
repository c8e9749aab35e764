package org.haven.reciprocalmove.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.haven.casefile.CaseFacts;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.reciprocalmove.Scheme;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/**
 * What the schemes' own terms leave no room for. Where she goes never reaches the engine, so it is
 * checked here and not in the table. Source: strategy paper on the reciprocal schemes.
 */
@Component
class SchemeRule implements FormRule {
  private static final List<String> SOCIAL =
      List.of("council-tenant", "housing-association", "unknown");

  private final CaseFacts facts;

  SchemeRule(CaseFacts facts) {
    this.facts = facts;
  }

  @Override
  public String formId() {
    return "send-reciprocal-referral";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    var schemes = list(submission.routing(), "scheme");
    var problems = new ArrayList<FormProblem>();
    if (schemes.contains(Scheme.KRS.code())
        && !list(submission.sealed(), "destination").contains("kent")) {
      problems.add(
          new FormProblem(
              "scheme",
              "Ask Medway through DA Reciprocal alone: KRS is between the twelve Kent districts"
                  + " (Kent High Priority Rehousing Reciprocal Scheme)"));
    }
    Object tenure = facts.of(task.caseRef()).getOrDefault("tenure", "unknown");
    if (schemes.contains(Scheme.DA_RECIPROCAL.code()) && !SOCIAL.contains(tenure)) {
      problems.add(
          new FormProblem(
              "scheme",
              "Ask KRS alone: DA Reciprocal is for social tenants, who keep a social tenancy (Kent"
                  + " Domestic Abuse Reciprocal Agreement)"));
    }
    if (!"given".equals(submission.routing().get("consent"))) {
      problems.add(
          new FormProblem(
              "consent",
              "Nothing goes to a scheme without her yes (clause 12.3). If she does not agree, end"
                  + " this journey on the case page"));
    }
    return problems;
  }

  private static List<String> list(Map<String, Object> from, String name) {
    return from.get(name) instanceof Collection<?> many
        ? many.stream().map(String::valueOf).toList()
        : List.of();
  }
}
