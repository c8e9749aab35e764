package org.haven.repairsconcern.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.haven.casefile.register.CsvFile;
import org.haven.casefile.register.RegisterFileException;
import org.haven.platform.ActingPerson;
import org.haven.repairsconcern.RepairsFeed;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** The file of repairs that were reported. What the nightly count makes of it is not shown here. */
@Controller
class RepairsFeedController {
  private final RepairsFeed feed;

  RepairsFeedController(RepairsFeed feed) {
    this.feed = feed;
  }

  @GetMapping("/repairs-feed")
  ModelAndView page(ActingPerson who) {
    return page(who, null, null, HttpStatus.OK);
  }

  @PostMapping("/repairs-feed")
  ModelAndView take(
      ActingPerson who, @RequestParam(name = "file", required = false) @Nullable MultipartFile file)
      throws IOException {
    require(who);
    if (file == null || file.isEmpty()) {
      return page(who, "repairs-feed.noFile", null, HttpStatus.BAD_REQUEST);
    }
    try {
      var report = feed.importCsv(new ByteArrayInputStream(file.getBytes()), who);
      return page(who, null, report, HttpStatus.OK);
    } catch (RegisterFileException e) {
      return page(who, "repairs-feed.columns", null, HttpStatus.BAD_REQUEST);
    }
  }

  private ModelAndView page(
      ActingPerson who,
      @Nullable String problem,
      CsvFile.@Nullable Report report,
      HttpStatus status) {
    require(who);
    var view = new ModelAndView("repairs-concern/feed", status);
    view.addObject("problem", problem);
    view.addObject("report", report);
    return view;
  }

  private static void require(ActingPerson who) {
    if (!RepairsFeed.mayImport(who)) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN);
    }
  }
}
