package org.haven.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.StreamSupport;
import org.haven.platform.ActingPerson;
import org.haven.platform.CurrentPerson;
import org.haven.platform.Role;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Signing in and out, and where somebody who has signed in begins. */
@Controller
class SignInController {
  private final CurrentPerson people;
  private final List<Provider> providers;

  SignInController(CurrentPerson people, ObjectProvider<ClientRegistrationRepository> providers) {
    this.people = people;
    this.providers =
        providers.getIfAvailable() instanceof Iterable<?> registrations
            ? StreamSupport.stream(registrations.spliterator(), false)
                .map(ClientRegistration.class::cast)
                .map(
                    r ->
                        new Provider(
                            r.getClientName(), "/oauth2/authorization/" + r.getRegistrationId()))
                .toList()
            : List.of();
  }

  /** An identity provider that people sign in with. */
  record Provider(String name, String address) {}

  @GetMapping("/sign-in")
  String signIn(HttpServletRequest request, Model model) {
    if (people.find().isPresent()) {
      return "redirect:/";
    }
    String query = request.getQueryString();
    boolean problem = query != null && List.of("wrong", "wait", "refused").contains(query);
    model.addAttribute("problem", problem ? query : null);
    model.addAttribute(
        "why",
        query != null && List.of("idle", "unused", "long", "left").contains(query) ? query : null);
    model.addAttribute("providers", providers);
    return "platform/sign-in";
  }

  @GetMapping("/signed-out")
  String signedOut() {
    return "platform/signed-out";
  }

  @GetMapping("/")
  String home(ActingPerson who) {
    if (who.isContractor()) {
      return "redirect:/jobs";
    }
    if (who.worksCases()) {
      return "redirect:/tasks";
    }
    return who.has(Role.ADMINISTRATOR) ? "redirect:/platform" : "platform/home";
  }
}
