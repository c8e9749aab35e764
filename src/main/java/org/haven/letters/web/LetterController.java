package org.haven.letters.web;

import java.util.Optional;
import org.haven.letters.Letters;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.tasks.TaskList;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/** A letter as it will be, or was, sent. Nothing keeps a copy of what is shown. */
@Controller
class LetterController {
  private final Letters letters;
  private final TaskList tasks;

  LetterController(Letters letters, TaskList tasks) {
    this.letters = letters;
    this.tasks = tasks;
  }

  /** For who checks it: who may open the task and the case. */
  @GetMapping("/tasks/{id}/letter")
  ResponseEntity<byte[]> ofTask(ActingPerson who, @PathVariable long id) {
    return pdf(
        tasks
            .find(who, id)
            .flatMap(task -> letters.ofInstance(who, task.processInstanceKey()))
            .flatMap(letter -> letters.pdf(who, letter.caseRef(), letter.letterId())));
  }

  /** For who may open the case. */
  @GetMapping("/cases/{ref}/letters/{letterId}")
  ResponseEntity<byte[]> ofCase(
      ActingPerson who, @PathVariable String ref, @PathVariable String letterId) {
    if (!CaseRef.isCaseRef(ref)) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return pdf(letters.pdf(who, new CaseRef(ref), letterId));
  }

  private static ResponseEntity<byte[]> pdf(Optional<byte[]> pdf) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_PDF)
        .cacheControl(CacheControl.noStore())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.inline().filename("letter.pdf").build().toString())
        .body(pdf.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)));
  }
}
