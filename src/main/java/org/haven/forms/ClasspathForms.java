package org.haven.forms;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Service;

/** Reads every form at start-up and stops if one does not keep to {@link FormRules}. */
@Service
class ClasspathForms implements Forms {
  private final Map<String, CamundaForm> forms = new TreeMap<>();

  ClasspathForms(Clock clock) {
    var feel = new Feel(clock);
    var findings = new ArrayList<FormRules.Finding>();
    try {
      for (Resource file :
          new PathMatchingResourcePatternResolver().getResources("classpath*:forms/**/*.form")) {
        String json = file.getContentAsString(StandardCharsets.UTF_8);
        String name = nameOf(file);
        var own = FormRules.check(name, json);
        findings.addAll(own);
        if (own.isEmpty()) {
          var form = CamundaForm.read(json, feel, clock);
          if (forms.putIfAbsent(form.id(), form) != null) {
            findings.add(
                new FormRules.Finding(name, "id", "another file has this id: rename one of them"));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The forms could not be read", e);
    }
    if (!findings.isEmpty()) {
      throw new UnfitFormsException(
          findings.stream().map(Object::toString).collect(Collectors.joining("\n")));
    }
  }

  private static String nameOf(Resource file) throws IOException {
    String path = file.getURL().getPath();
    return path.substring(path.lastIndexOf("/forms/") + 1);
  }

  @Override
  public CamundaForm form(String formId) {
    CamundaForm form = forms.get(formId);
    if (form == null) {
      throw new NoSuchFormException(formId);
    }
    return form;
  }

  @Override
  public Set<String> ids() {
    return Set.copyOf(forms.keySet());
  }

  /** Names each file, the component and the cure; start-up stops. */
  static final class UnfitFormsException extends RuntimeException {
    UnfitFormsException(String findings) {
      super("These forms cannot be used:\n" + findings);
    }
  }
}
