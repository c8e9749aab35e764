package org.haven.casefile.web;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.UUID;
import org.haven.casefile.CsvFile;
import org.haven.casefile.RegisterFileException;
import org.haven.casefile.WorksOrders;
import org.haven.platform.ActingPerson;
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

/** Files to and from the housing system: what is to be done at which home, and what was done. */
@Controller
class WorksOrderController {
  private final WorksOrders orders;
  private final Times times;

  WorksOrderController(WorksOrders orders, Times times) {
    this.orders = orders;
    this.times = times;
  }

  /** A file that can be fetched again. */
  record FileRow(UUID id, String at, int orders) {}

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
    view.addObject("waiting", orders.waiting(who));
    view.addObject(
        "files",
        orders.files(who).stream()
            .map(file -> new FileRow(file.id(), times.at(file.at()), file.orders()))
            .toList());
    view.addObject("recalled", orders.recalled(who));
    view.addObject("problem", problem);
    view.addObject("report", report);
    return view;
  }

  /** By POST: what has been fetched once is not in the next file. */
  @PostMapping("/works-orders/file")
  ResponseEntity<byte[]> file(ActingPerson who) {
    require(who);
    var file = new ByteArrayOutputStream();
    orders.export(who, file);
    return csv(file);
  }

  /** The same once more, for whoever lost it on the way. */
  @PostMapping("/works-orders/file/{id}")
  ResponseEntity<byte[]> fileAgain(ActingPerson who, @PathVariable UUID id) {
    require(who);
    var file = new ByteArrayOutputStream();
    if (orders.exportAgain(who, id, file) == 0) {
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
      var report = orders.importFeed(new ByteArrayInputStream(file.getBytes()), who);
      return page(who, null, report, HttpStatus.OK);
    } catch (RegisterFileException e) {
      return page(who, "casefile.works.columns", null, HttpStatus.BAD_REQUEST);
    }
  }

  private static void require(ActingPerson who) {
    if (!WorksOrders.mayExchange(who)) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN);
    }
  }
}
