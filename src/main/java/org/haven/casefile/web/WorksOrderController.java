package org.haven.casefile.web;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.haven.casefile.register.CsvFile;
import org.haven.casefile.register.RegisterFileException;
import org.haven.casefile.works.Contractors;
import org.haven.casefile.works.WorksFiles;
import org.haven.casefile.works.WorksGiving;
import org.haven.platform.ActingPerson;
import org.haven.platform.Code;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Files to and from the housing system: what is to be done at which home, and what was done. */
@Controller
class WorksOrderController {
  private final WorksFiles files;
  private final WorksGiving giving;
  private final Contractors contractors;
  private final CaseWords words;
  private final Times times;

  WorksOrderController(
      WorksFiles files, WorksGiving giving, Contractors contractors, CaseWords words, Times times) {
    this.files = files;
    this.giving = giving;
    this.contractors = contractors;
    this.words = words;
    this.times = times;
  }

  /** A file that can be fetched again. */
  record FileRow(UUID id, String at, int orders) {}

  /** An order that is still to be done; no address. */
  record OpenRow(String id, String jobs, String window, @Nullable String contractor) {}

  /** Whom to telephone about an order. */
  record CallRow(String id, String contractor) {}

  @GetMapping("/works-orders")
  ModelAndView page(ActingPerson who) {
    return page(who, null, null, HttpStatus.OK);
  }

  private ModelAndView page(
      ActingPerson who,
      @Nullable String problem,
      CsvFile.@Nullable Report report,
      HttpStatus status) {
    require(who);
    var view = new ModelAndView("casefile/works-order-files", status);
    view.addObject("waiting", files.waiting(who));
    view.addObject(
        "files",
        files.made(who).stream()
            .map(file -> new FileRow(file.id(), times.at(file.at()), file.orders()))
            .toList());
    view.addObject("recalled", files.recalled(who));
    view.addObject("open", giving.open(who).stream().map(this::row).toList());
    view.addObject("several", contractors.firms().size() > 1);
    view.addObject(
        "onTheWay",
        giving.onTheWay(who).stream()
            .map(one -> new CallRow(one.id(), words.value("contractor", one.contractor())))
            .toList());
    view.addObject("problem", problem);
    view.addObject("report", report);
    return view;
  }

  private OpenRow row(WorksGiving.OpenOrder order) {
    return new OpenRow(
        order.id(),
        words.value("jobs", order.jobs().stream().map(Code::value).toList()),
        times.date(order.from()) + " – " + times.date(order.to()),
        order.contractor() == null ? null : words.value("contractor", order.contractor()));
  }

  /** Which contractor gets an order from now on. */
  @GetMapping("/works-orders/{id}/contractor")
  ModelAndView ask(ActingPerson who, @PathVariable String id) {
    require(who);
    return passOn(who, id, null);
  }

  @PostMapping("/works-orders/{id}/contractor")
  ModelAndView give(
      ActingPerson who,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String contractor,
      RedirectAttributes redirect) {
    require(who);
    if (!contractors.firms().contains(contractor)) {
      return passOn(who, id, "casefile.works.contractor.missing");
    }
    return switch (giving.give(who, id, contractor)) {
      case GIVEN -> {
        redirect.addFlashAttribute("done", "casefile.works.given");
        yield new ModelAndView("redirect:/works-orders");
      }
      case CONFLICTED -> passOn(who, id, "casefile.works.contractor.conflicted");
      case GONE -> throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    };
  }

  private ModelAndView passOn(ActingPerson who, String id, @Nullable String problem) {
    OpenRow order =
        giving.open(who).stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .map(this::row)
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    var view =
        new ModelAndView(
            "casefile/works-order-contractor",
            problem == null ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("order", order);
    var firms = new LinkedHashMap<String, String>();
    contractors.firms().forEach(firm -> firms.put(firm, words.value("contractor", firm)));
    view.addObject("firms", firms);
    view.addObject("problem", problem);
    return view;
  }

  /** By POST: what has been fetched once is not in the next file. */
  @PostMapping("/works-orders/file")
  ResponseEntity<byte[]> file(ActingPerson who) {
    require(who);
    var file = new ByteArrayOutputStream();
    files.export(who, file);
    return csv(file);
  }

  /** The same once more, for whoever lost it on the way. */
  @PostMapping("/works-orders/file/{id}")
  ResponseEntity<byte[]> fileAgain(ActingPerson who, @PathVariable UUID id) {
    require(who);
    var file = new ByteArrayOutputStream();
    if (files.exportAgain(who, id, file) == 0) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return csv(file);
  }

  private static ResponseEntity<byte[]> csv(ByteArrayOutputStream file) {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename("works-orders.csv").build().toString())
        .body(file.toByteArray());
  }

  @PostMapping("/works-orders")
  ModelAndView feed(
      ActingPerson who, @RequestParam(name = "file", required = false) @Nullable MultipartFile file)
      throws IOException {
    require(who);
    if (file == null || file.isEmpty()) {
      return page(who, "casefile.works.noFile", null, HttpStatus.BAD_REQUEST);
    }
    try {
      var report = files.importFeed(new ByteArrayInputStream(file.getBytes()), who);
      return page(who, null, report, HttpStatus.OK);
    } catch (RegisterFileException e) {
      return page(who, "casefile.works.columns", null, HttpStatus.BAD_REQUEST);
    }
  }

  private static void require(ActingPerson who) {
    if (!WorksFiles.mayExchange(who)) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN);
    }
  }
}
