package org.haven.managementtransfer.web;

import java.io.ByteArrayOutputStream;
import org.haven.managementtransfer.BandAwards;
import org.haven.platform.ActingPerson;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.server.ResponseStatusException;

/** The awards as a file for the housing system, which bids are made from. */
@Controller
class BandAwardsController {
  private final BandAwards awards;

  BandAwardsController(BandAwards awards) {
    this.awards = awards;
  }

  @GetMapping("/band-awards.csv")
  ResponseEntity<byte[]> file(ActingPerson who) {
    if (!BandAwards.mayExport(who)) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN);
    }
    var file = new ByteArrayOutputStream();
    awards.write(who, file);
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename("band-awards.csv").build().toString())
        .body(file.toByteArray());
  }
}
