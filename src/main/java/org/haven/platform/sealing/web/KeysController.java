package org.haven.platform.sealing.web;

import org.haven.platform.ActingPerson;
import org.haven.platform.sealing.IndexRebuild;
import org.haven.platform.sealing.KeyRotation;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How far a change of the sealing key has come, and the button that goes on with it. */
@Controller
class KeysController {
  private final KeyRotation rotation;
  private final ObjectProvider<IndexRebuild> rebuilds;

  KeysController(KeyRotation rotation, ObjectProvider<IndexRebuild> rebuilds) {
    this.rotation = rotation;
    this.rebuilds = rebuilds;
  }

  @GetMapping("/platform/keys")
  String page(Model model) {
    model.addAttribute("progress", rotation.progress());
    model.addAttribute("filling", rebuilds.stream().anyMatch(IndexRebuild::isRunning));
    return "platform/keys";
  }

  @PostMapping("/platform/keys")
  String wrapAnew(ActingPerson who, RedirectAttributes redirect) {
    redirect.addFlashAttribute("said", rotation.begin(who) ? "keys.begun" : "keys.running");
    return "redirect:/platform/keys";
  }

  @PostMapping("/platform/keys/search-index")
  String fillIndex(ActingPerson who, RedirectAttributes redirect) {
    boolean begun = rebuilds.stream().map(rebuild -> rebuild.begin(who)).toList().contains(true);
    redirect.addFlashAttribute("said", begun ? "keys.index.begun" : "keys.index.running");
    return "redirect:/platform/keys";
  }
}
