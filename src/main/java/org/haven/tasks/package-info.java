/** The task list: what waits for a person, whose it is, when it is due, and what became of it. */
@NullMarked
package org.haven.tasks;

import org.jspecify.annotations.NullMarked;
