package org.haven.forms;

import java.time.Clock;
import java.util.Set;

/** Forms that a test writes itself, and Haven's own. */
public final class TestForms {
  private TestForms() {}

  /** All that Haven has. */
  public static Forms all() {
    return new ClasspathForms(Clock.systemUTC());
  }

  /** One form, whatever is asked for. */
  public static Forms only(String json) {
    Clock clock = Clock.systemUTC();
    CamundaForm form = CamundaForm.read(json, new Feel(clock), clock);
    return new Forms() {
      @Override
      public CamundaForm form(String formId) {
        return form;
      }

      @Override
      public Set<String> ids() {
        return Set.of(form.id());
      }
    };
  }
}
