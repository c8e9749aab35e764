package org.haven.platform.web;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** All guides on one page, for whoever has signed in. */
@Controller
class HelpController {
  private final Help help;

  HelpController(Help help) {
    this.help = help;
  }

  @GetMapping("/help")
  String all(Model model) {
    model.addAttribute("guides", help.guides());
    return "platform/help";
  }
}
