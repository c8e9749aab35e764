package org.haven.casefile.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.register.TenancyRegister;
import org.haven.platform.ActingPerson;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** The register of tenancies: how many it holds, and bringing it up to date from a file. */
@Controller
class TenancyController {
  private final TenancyRegister register;
  private final RegisterImports imports;

  TenancyController(TenancyRegister register, RegisterImports imports) {
    this.register = register;
    this.imports = imports;
  }

  @GetMapping("/tenancies")
  ModelAndView page() {
    return page(null, HttpStatus.OK);
  }

  private ModelAndView page(@Nullable String problem, HttpStatus status) {
    var view = new ModelAndView("casefile/tenancies", status);
    view.addObject("size", register.size());
    view.addObject("columns", String.join(", ", TenancyRegister.columns()));
    view.addObject("problem", problem);
    return view;
  }

  @PostMapping("/tenancies")
  ModelAndView send(
      ActingPerson who, @RequestParam(name = "file", required = false) @Nullable MultipartFile file)
      throws IOException {
    if (file == null || file.isEmpty()) {
      return page("casefile.tenancies.noFile", HttpStatus.BAD_REQUEST);
    }
    Optional<UUID> run = imports.start(file.getBytes(), who);
    return run.map(id -> new ModelAndView("redirect:/tenancies/imports/" + id))
        .orElseGet(() -> page("casefile.tenancies.busy", HttpStatus.CONFLICT));
  }

  @GetMapping("/tenancies/imports/{id}")
  String progress(
      ActingPerson who,
      @PathVariable UUID id,
      Model model,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String fragment) {
    RegisterImports.Run run =
        imports.find(id, who).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    model.addAttribute("run", run);
    model.addAttribute("running", run.running());
    return fragment == null ? "casefile/import" : "casefile/import :: live";
  }

  /** The refused rows with what is expected of them, to be put right and sent again. */
  @GetMapping("/tenancies/imports/refused/{id}")
  ResponseEntity<byte[]> refused(ActingPerson who, @PathVariable UUID id) {
    var file = new ByteArrayOutputStream();
    if (!register.writeRefused(who, id, file)) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename("refused-rows.csv").build().toString())
        .body(file.toByteArray());
  }
}
