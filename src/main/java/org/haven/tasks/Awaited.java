package org.haven.tasks;

import java.time.Instant;
import java.util.List;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;

/**
 * An answer that a journey waits for and that an officer may record.
 *
 * @param id of the wait, for addresses of pages
 * @param stepKey the engine's step that waits
 * @param title the step's name in the model
 * @param why the model's documentation of the step
 * @param message that the journey waits for
 * @param key the message's correlation key
 * @param variable the name of that key in the model, such as {@code journeyId}
 * @param about tells it from others of the same kind, such as the agency
 * @param answers the closed list; empty if the news itself is the answer
 * @param dates names of the dates that come with the answer, such as {@code meetingOn}
 */
public record Awaited(
    String id,
    long stepKey,
    CaseRef caseRef,
    JourneyId journeyId,
    String processId,
    String elementId,
    String title,
    String why,
    String message,
    String key,
    String variable,
    @Nullable Code about,
    List<String> answers,
    List<String> dates,
    Instant since) {}
